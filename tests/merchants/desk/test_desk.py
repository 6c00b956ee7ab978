"""The mall at the desk: who may approve and publish, and what a form must say."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from merchants.editions import of_offer
from merchants.models import Merchant, MerchantStatus, Offer, OfferStatus, StockRelease, TransitCode
from tests.conftest import NOW
from tests.desk_pages import decide
from tests.merchants.conftest import make_merchant, make_offer, make_shop, voucher_of
from tests.merchants.mall.test_pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk)
    return client


@pytest.fixture
def clerk_with(db):
    """A browser of staff with these permissions of this app."""

    def sign_in(*codenames) -> Client:
        clerk = User.objects.create_superuser("clerk", "correct horse battery staple")
        User.objects.filter(pk=clerk.pk).update(is_superuser=False)
        clerk = User.objects.get(pk=clerk.pk)
        rights = Permission.objects.filter(content_type__app_label="merchants", codename__in=codenames)
        clerk.user_permissions.set(rights)
        browser = Client()
        browser.force_login(clerk)
        return browser

    return sign_in


def test_merchant_is_approved_and_suspended(at_desk):
    at_desk.post("/admin/merchants/merchant/add/", {"name_0": "茶舍", "name_1": ""})
    merchant = Merchant.objects.get()
    assert (merchant.name, merchant.status, merchant.status_at) == ({"zh-hans": "茶舍"}, MerchantStatus.APPLIED, NOW)

    for verb, status in (("approve", MerchantStatus.APPROVED), ("suspend", MerchantStatus.SUSPENDED)):
        answer = decide(at_desk, f"/admin/merchants/merchant/{merchant.pk}/{verb}/", page="../change/")
        assert answer.status_code == 302
        merchant.refresh_from_db()
        assert merchant.status == status


def test_deeds_need_their_own_right_and_a_post(clerk_with, at_desk, tea, teahouse):
    clerk = clerk_with("view_merchant", "change_merchant", "view_offer", "change_offer")

    for address in (f"merchant/{teahouse.pk}/suspend/", f"offer/{tea.pk}/withdraw/"):
        assert clerk.post(f"/admin/merchants/{address}").status_code == 403
        assert at_desk.get(f"/admin/merchants/{address}").status_code == 403
    teahouse.refresh_from_db()
    tea.refresh_from_db()
    assert (teahouse.status, tea.status) == (MerchantStatus.APPROVED, OfferStatus.PUBLISHED)


def offer_of(**named) -> dict[str, object]:
    first = NOW.date()
    return {
        "kind": "goods",
        "title_0": "绿茶",
        "title_1": "Green tea",
        "terms_0": "每券一杯",
        "terms_1": "",
        "picture": "bowl",
        "price": 30,
        "settlement_fen": "8.00",
        "starts_on": first,
        "ends_on": first + timedelta(days=9),
        "weekdays": [1, 2, 3],
        "voucher_days": 7,
        "is_limited": "on",
        **named,
    }


def test_offer_is_written_stocked_published_and_taken_off(at_desk, teahouse, till):
    at_desk.post("/admin/merchants/offer/add/", offer_of(merchant=teahouse.pk, shops=[till.pk]))
    offer = Offer.objects.get()
    assert (offer.title, offer.weekdays) == ({"zh-hans": "绿茶", "en": "Green tea"}, [1, 2, 3])
    assert list(offer.shops.all()) == [till]

    at_desk.post(f"/admin/merchants/offer/{offer.pk}/publish/", {"seen": of_offer(offer)})
    offer.refresh_from_db()
    assert offer.status == OfferStatus.DRAFT  # nothing is released yet

    decide(at_desk, f"/admin/merchants/offer/{offer.pk}/stock/", {"a_day": 50, "opens": "10:00"})
    assert StockRelease.objects.filter(offer=offer, quantity=50).count() == 10
    at_desk.post(f"/admin/merchants/offer/{offer.pk}/publish/", {"seen": of_offer(offer)})
    offer.refresh_from_db()
    assert (offer.status, offer.published_at) == (OfferStatus.PUBLISHED, NOW)
    decide(at_desk, f"/admin/merchants/offer/{offer.pk}/withdraw/", page="../change/")
    offer.refresh_from_db()
    assert offer.status == OfferStatus.WITHDRAWN


def test_what_the_scheme_pays_is_typed_and_shown_in_yuan(at_desk, clerk_with, teahouse, till):
    at_desk.post("/admin/merchants/offer/add/", offer_of(merchant=teahouse.pk, settlement_fen="¥1,234.5"))
    offer = Offer.objects.get()
    address = f"/admin/merchants/offer/{offer.pk}/change/"
    form = at_desk.get(address).context["adminform"].form

    assert (offer.settlement_fen, form["settlement_fen"].value()) == (123_450, "1234.50")
    assert "1,234.50" in words_of(clerk_with("view_offer").get(address))
    decide(at_desk, address, offer_of(merchant=teahouse.pk, settlement_fen="12.5"))
    offer.refresh_from_db()
    assert offer.settlement_fen == 1250
    trail = words_of(at_desk.get(f"/admin/trail/?table=merchants.offer&row={offer.pk}"))
    assert "1,234.50" in trail
    assert "12.50" in trail
    page = words_of(at_desk.get(address))
    assert "（分）" not in page + trail


def shown_on(page) -> str:
    """What stands in its form, where breaks part words."""
    main = page.content.decode().split('id="content"')[1]
    return " ".join(strip_tags(main.replace("<br>", " ")).split())


def test_who_may_only_look_reads_names_and_terms_as_words(clerk_with, teahouse, till):
    offer = make_offer(teahouse, title={"zh-hans": "绿茶", "en": "Green tea"}, terms={"zh-hans": "堂食"})
    browser = clerk_with("view_offer", "view_merchant", "view_shop")

    for page in (f"offer/{offer.pk}", f"merchant/{teahouse.pk}", f"shop/{till.pk}"):
        assert "zh-hans" not in shown_on(browser.get(f"/admin/merchants/{page}/change/"))
    shown = shown_on(browser.get(f"/admin/merchants/offer/{offer.pk}/change/"))
    assert "标题 绿茶 Green tea 使用说明 堂食" in shown
    assert "可用星期 每天" in shown


def test_a_price_that_was_on_show_stays_though_it_comes_back_in_other_digits(at_desk, teahouse, till):
    offer = make_offer(teahouse, settlement_fen=850, ends_on=NOW.date() + timedelta(days=9))
    address = f"/admin/merchants/offer/{offer.pk}/change/"
    form = at_desk.get(address).context["adminform"].form
    assert (form.fields["settlement_fen"].disabled, form["settlement_fen"].value()) == (True, "8.50")

    for typed, errors in (("8.5", []), ("9", ["settlement_fen"])):
        said = offer_of(settlement_fen=typed)
        kept = {name: said[name] for name in ("settlement_fen", "starts_on", "ends_on", "picture")}
        words = {"title_0": "一杯绿茶", "title_1": "一杯绿茶", "terms_0": "每券一杯", "terms_1": "每券一杯"}
        answer = decide(at_desk, address, {**kept, **words})
        assert list(answer.context["adminform"].form.errors if answer.context else []) == errors
    offer.refresh_from_db()
    assert offer.settlement_fen == 850


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settlement_fen": "8.005"}, "settlement_fen"),
        ({"settlement_fen": "-1"}, "settlement_fen"),
        ({"merchant": ""}, "merchant"),
        ({"kind": "donation"}, "cause"),
        ({"title_0": ""}, "title"),
        ({"weekdays": []}, "weekdays"),
        ({"foreign_shop": True}, "shops"),
    ],
)
def test_offer_that_cannot_be_is_refused_in_words(at_desk, teahouse, bookshop, change, field):
    named = {"merchant": teahouse.pk, **change}
    if named.pop("foreign_shop", False):
        named["shops"] = [make_shop(bookshop, "别家店").pk]

    answer = at_desk.post("/admin/merchants/offer/add/", offer_of(**named))

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Offer.objects.exists()


def test_codes_of_tickets_are_imported_once(at_desk, ticket):
    for _again in range(2):
        decide(at_desk, f"/admin/merchants/offer/{ticket.pk}/stock/", {"codes": "METRO-2\nMETRO-3\n\n"})

    assert TransitCode.objects.filter(offer=ticket).count() == 3
    assert sum(StockRelease.objects.filter(offer=ticket).values_list("quantity", flat=True)) == 3


def test_nothing_of_the_mall_is_removed_and_no_redemption_written(at_desk, rich_alice, tea, teahouse, till, cause):
    voucher = voucher_of(rich_alice, tea)

    for name, row in (("merchant", teahouse), ("shop", till), ("offer", tea), ("cause", cause)):
        assert at_desk.post(f"/admin/merchants/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert at_desk.post(f"/admin/merchants/redemption/{voucher.pk}/change/", {"price": 1}).status_code == 403
    page = at_desk.get(f"/admin/merchants/redemption/{voucher.pk}/change/").content.decode()
    assert voucher.number not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_mall_at_the_desk_opens(at_desk, language, rich_alice, tea, till, cause, ticket):
    at_desk.cookies["django_language"] = language
    voucher_of(rich_alice, tea)
    rows = {"merchant": tea.merchant, "shop": till, "offer": tea, "cause": cause}
    pages = [f"{name}/{row.pk}/change/" for name, row in rows.items()]
    pages += [f"{name}/" for name in (*rows, "redemption", "merchantevent", "offerevent")]
    pages += [f"{name}/add/" for name in rows]
    pages += [f"offer/{offer.pk}/stock/" for offer in (tea, ticket)]

    for page in pages:
        assert at_desk.get(f"/admin/merchants/{page}").status_code == 200, page


def test_change_at_the_desk_is_in_the_trail(at_desk, desk):
    merchant = make_merchant("茶舍")
    decide(at_desk, f"/admin/merchants/merchant/{merchant.pk}/suspend/", page="../change/")

    page = at_desk.get("/admin/merchants/merchantevent/").content.decode()
    assert str(desk) in page
