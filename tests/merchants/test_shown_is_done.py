"""What somebody confirms is what they were shown: by then another price, offer, use or sum is refused in words."""

from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import product

import pgtrigger
import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from common.city_time import day_span
from merchants import editions, stock
from merchants.desk import approval, publishing
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import cancel, give_back
from merchants.models import (
    Merchant,
    Offer,
    OfferKind,
    OfferStatus,
    Redemption,
    RedemptionStatus,
    RedemptionStep,
)
from merchants.refusals import ChangedSince, KeyReused, PriceChanged, UsedAgain, WouldExpire
from merchants.room import drafts, shops, submitting
from merchants.room.applying import apply, correct
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.conftest import NOW, TODAY
from tests.desk_pages import decide
from tests.merchants.conftest import (
    FEN,
    PRICE,
    THIS_VINTAGE,
    assert_books_are_sound,
    available,
    code_of,
    keys,
    make_offer,
    make_shop,
    text,
    voucher_of,
)
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_applying import TEAHOUSE
from tests.merchants.room.test_own_offers import some_draft
from tests.merchants.till.test_pages import browser_of, undo_address
from tests.merchants.till.test_taking import owed_fen
from tests.second_factors import browser_of_leader


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def at_home(rich_alice) -> Client:
    return browser_of(rich_alice)


@pytest.fixture
def at_desk(desk) -> Client:
    return browser_of(desk)


def hidden(answer, *names: str) -> dict[str, str]:
    """What the page carries back, as a browser sends it."""
    page = answer.content.decode()
    return {name: page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0] for name in names}


# The price


@pytest.mark.parametrize("new", [90, 29, 31])
@pytest.mark.parametrize("kind", ["goods", "discount", "donation", "transit"])
def test_price_that_changed_after_the_page_is_refused_and_the_page_shows_the_new_one(
    request, at_home, rich_alice, tea, kind, new
):
    offer = {
        "goods": lambda: tea,
        "discount": lambda: make_offer(tea.merchant, kind=OfferKind.DISCOUNT),
        "donation": lambda: request.getfixturevalue("donation"),
        "transit": lambda: request.getfixturevalue("ticket"),
    }[kind]()
    address = f"{offer.get_absolute_url()}redeem/"
    sent = hidden(at_home.get(address), "key", "price")
    Offer.objects.filter(pk=offer.pk).update(price=new)

    refused = at_home.post(address, sent)

    assert (refused.status_code, refused.context["error"].code) == (409, "price_changed")
    assert f"价格变了：现在要 {new} 积分，您刚才看到的是 30 积分" in words_of(refused)
    assert hidden(refused, "price") == {"price": str(new)}
    assert hidden(refused, "key") != {"key": sent["key"]}
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)
    assert at_home.post(address, hidden(refused, "key", "price")).status_code == 302
    assert available(rich_alice) == 100 - new
    assert_books_are_sound()


@pytest.mark.parametrize("price", ["", "x", "-30", "30.0", "３０", "9" * 40])
def test_page_that_says_no_price_redeems_nothing_and_is_shown_again(at_home, rich_alice, tea, price):
    address = f"{tea.get_absolute_url()}redeem/"
    sent = hidden(at_home.get(address), "key")

    for body in ({**sent, "price": price}, sent):
        answer = at_home.post(address, body)
        assert (answer.status_code, hidden(answer, "price")) == (200, {"price": "30"})

    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)


@pytest.fixture
def post_as(client, token_of):
    def post(user, address, body, key="1"):
        headers = {**token_of(user), "idempotency-key": f'"{key}"', "accept-language": "en"}
        return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)

    return post


def test_program_names_the_price_that_it_saw(post_as, rich_alice, tea):
    Offer.objects.update(price=90)

    changed = post_as(rich_alice, "redemptions", {"offer": tea.public_id, "price": 30})

    assert (changed.status_code, changed.json()["code"]) == (409, "price_changed")
    assert "90" in changed.json()["detail"]
    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)
    assert post_as(rich_alice, "redemptions", {"offer": tea.public_id, "price": 90}).status_code == 201


@pytest.mark.parametrize("price", [None, "30", 30.5, True, -1, [30], 10**12])
def test_program_that_names_no_price_redeems_nothing(post_as, rich_alice, tea, price):
    bodies = [{"offer": tea.public_id, "price": price}, {"offer": tea.public_id}]

    for body in bodies:
        answer = post_as(rich_alice, "redemptions", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "number_missing")

    assert (available(rich_alice), Redemption.objects.count()) == (100, 0)


def test_document_of_the_api_says_that_the_price_is_required(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    body = paths["/api/v1/redemptions"]["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert body["required"] == ["offer", "price"]
    assert "409" in paths["/api/v1/redemptions"]["post"]["responses"]


def test_key_stands_for_the_price_too_and_survives_a_change_of_it(rich_alice, tea):
    with pytest.raises(PriceChanged):
        redeem(citizen=rich_alice, offer=tea, price=29, key="1", now=NOW)
    first = redeem(citizen=rich_alice, offer=tea, price=30, key="1", now=NOW)
    Offer.objects.update(price=90)

    assert redeem(citizen=rich_alice, offer=tea, price=30, key="1", now=NOW).pk == first.pk
    with pytest.raises(KeyReused):
        redeem(citizen=rich_alice, offer=tea, price=90, key="1", now=NOW)
    assert available(rich_alice) == 70


# The desk


def form_of(offer: Offer, **change: object) -> dict[str, object]:
    """What a browser sends that has the whole offer on its screen, all of it to be changed."""
    pairs = {
        f"{name}_{place}": getattr(offer, name).get(language, "")
        for name in ("title", "terms")
        for place, language in enumerate(("zh-hans", "en"))
    }
    plain = ("kind", "picture", "price", "starts_on", "ends_on", "weekdays", "voucher_days")
    sent = {name: getattr(offer, name) for name in plain}
    sent |= {"settlement_fen": Decimal(offer.settlement_fen).scaleb(-2)}
    sent |= {"merchant": offer.merchant_id or "", "cause": offer.cause_id or ""}
    sent |= {"shops": [shop.pk for shop in offer.shops.all()], "limit_count": offer.limit_count or ""}
    sent |= {"is_limited": "on"} if offer.is_limited else {}
    return {**sent, **pairs, "limit_days": offer.limit_days or "", **change}


def saved(at_desk: Client, offer: Offer, **change: object):
    return decide(at_desk, f"/admin/merchants/offer/{offer.pk}/change/", form_of(offer, **change))


def row_of(offer: Offer) -> dict[str, object]:
    return Offer.objects.values().get(pk=offer.pk)


@pytest.fixture
def others(bookshop, cause, teahouse):
    return {"merchant": bookshop.pk, "cause": cause.pk, "shop": make_shop(teahouse, "锦里店").pk}


PROMISED = [
    ("price", 90),
    ("settlement_fen", 1),
    ("kind", "transit"),
    ("kind", "discount"),
    ("merchant", "another"),
    ("voucher_days", 1),
    ("weekdays", [1]),
    ("shops", "another"),
    ("title_0", "一杯白水"),
    ("title_1", "Water"),
    ("terms_0", "每券半杯"),
    ("ends_on", TODAY + timedelta(days=1)),
]


@pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.WITHDRAWN])
@pytest.mark.parametrize(("field", "value"), PROMISED, ids=str)
def test_what_was_on_show_stays_at_the_desk_and_says_so(at_desk, rich_alice, tea, others, status, field, value):
    voucher_of(rich_alice, tea)
    Offer.objects.update(status=status)
    before = row_of(tea)
    change = {"merchant": others["merchant"], "shops": [others["shop"]]}.get(field, value)

    answer = saved(at_desk, tea, **{field: change})

    assert answer.status_code == 200
    assert "展示过的内容不能再改" in words_of(answer)
    assert list(answer.context["adminform"].form.errors) == [field.rpartition("_")[0] if field[-1] in "01" else field]
    assert (row_of(tea), list(tea.shops.all())) == (before, [])
    assert available(rich_alice) == 70


def test_cause_of_a_donation_that_was_on_show_stays(at_desk, donation, cause):
    other = type(cause).objects.create(name=text("湿地"), summary=text("护一片湿地"))

    answer = saved(at_desk, donation, cause=other.pk)

    assert "展示过的内容不能再改" in words_of(answer)
    assert row_of(donation)["cause_id"] == cause.pk


def test_what_nobody_agreed_to_can_be_changed_at_the_desk(at_desk, tea):
    Offer.objects.update(title={"zh-hans": "一杯绿茶"})
    tea.refresh_from_db()
    later = TODAY + timedelta(days=60)

    answer = saved(at_desk, tea, title_1="Green tea", picture="bowl", ends_on=later, limit_count=3)

    assert answer.status_code == 302
    tea.refresh_from_db()
    assert (tea.title, tea.picture) == ({"zh-hans": "一杯绿茶", "en": "Green tea"}, "bowl")
    assert (tea.ends_on, tea.limit_count, tea.price, tea.kind) == (later, 3, PRICE, OfferKind.GOODS)


def test_browser_sends_nothing_of_what_it_may_not_change_and_saves(at_desk, tea):
    sent = form_of(tea, limit_count=5)
    for name in ("kind", "merchant", "cause", "price", "settlement_fen", "weekdays", "shops", "voucher_days"):
        del sent[name]
    page = at_desk.get(f"/admin/merchants/offer/{tea.pk}/change/")
    assert page.context["adminform"].form.fields["price"].disabled
    assert "展示过：市民兑换和商家结算的依据不能再改" in words_of(page)

    assert decide(at_desk, f"/admin/merchants/offer/{tea.pk}/change/", sent).status_code == 302

    tea.refresh_from_db()
    assert (tea.limit_count, tea.price, tea.weekdays, tea.merchant_id) == (5, PRICE, list(range(1, 8)), tea.merchant_id)


@pytest.mark.parametrize(
    "change", [{"price": 31}, {"settlement_fen": 1}, {"title_0": "别的"}, {"limit_count": 3}], ids=str
)
def test_what_the_merchant_sent_stays_as_it_sent_it(at_desk, teahouse, till, change):
    draft = make_offer(teahouse, stock=5, status=OfferStatus.DRAFT, published_at=None)
    submitting.submit(offer=draft, now=NOW)
    before = row_of(draft)

    answer = saved(at_desk, draft, **change)

    assert answer.status_code == 200
    assert row_of(draft) == before


def test_draft_is_the_desks_to_change_and_loses_the_stock_of_other_days(at_desk, teahouse, till):
    draft = make_offer(teahouse, stock=5, status=OfferStatus.DRAFT, published_at=None)

    assert saved(at_desk, draft, price=31).status_code == 302
    draft.refresh_from_db()
    assert (draft.price, draft.releases.count()) == (31, 1)
    assert saved(at_desk, draft, starts_on=TODAY + timedelta(days=20)).status_code == 302

    draft.refresh_from_db()
    assert (draft.starts_on, draft.releases.count()) == (TODAY + timedelta(days=20), 0)


def test_offer_with_codes_stays_a_ticket(at_desk, ticket, teahouse):
    Offer.objects.update(status=OfferStatus.DRAFT, published_at=None)
    ticket.refresh_from_db()

    answer = saved(at_desk, ticket, kind="goods")

    assert "类型不能再改" in words_of(answer)
    assert (row_of(ticket)["kind"], ticket.releases.count()) == ("transit", 1)


@pytest.mark.parametrize("change", [{"kind": "transit"}, {"merchant": "bookshop"}])
def test_database_itself_keeps_the_kind_and_the_merchant_of_what_was_on_show(tea, bookshop, change):
    named = {name: bookshop if value == "bookshop" else value for name, value in change.items()}

    with pytest.raises(DatabaseError), transaction.atomic():
        Offer.objects.filter(pk=tea.pk).update(**named)

    assert (row_of(tea)["kind"], row_of(tea)["merchant_id"]) == ("goods", tea.merchant_id)


def test_voucher_whose_offer_became_a_ticket_is_still_read_everywhere(client, token_of, at_home, rich_alice, tea):
    """As rows could be before the database kept them."""
    voucher = voucher_of(rich_alice, tea)
    with pgtrigger.ignore("merchants.Offer:what_was_on_show_stays"):
        Offer.objects.filter(pk=tea.pk).update(kind="transit")
    headers = token_of(rich_alice)

    listed = client.get("/api/v1/redemptions", headers=headers)
    assert (listed.status_code, listed.json()["redemptions"][0]["ticket"]) == (200, None)
    assert client.get(f"/api/v1/redemptions/{voucher.public_id}", headers=headers).status_code == 200
    for page in ("", "face/", "give-back/"):
        assert at_home.get(f"{voucher.get_absolute_url()}{page}").status_code == 200
    give_back(citizen=rich_alice, redemption=voucher, key="1", now=NOW)
    assert at_home.get(voucher.get_absolute_url()).status_code == 200


def test_shop_stays_its_merchants(at_desk, till, bookshop):
    address = f"/admin/merchants/shop/{till.pk}/change/"
    sent = {"name_0": "总店", "name_1": "", "district": "wuhou", "address_0": "1 号", "address_1": "", "is_open": "on"}

    answer = decide(at_desk, address, {**sent, "merchant": bookshop.pk})
    assert "门店不能换商家" in words_of(answer)
    till.refresh_from_db()
    assert (till.merchant.name["zh-hans"], till.name["zh-hans"]) == ("蜀风茶舍", "春熙路店")
    assert decide(at_desk, address, sent).status_code == 302
    till.refresh_from_db()
    assert (till.merchant.name["zh-hans"], till.name["zh-hans"]) == ("蜀风茶舍", "总店")


# Drafts and applications: what is sent, published, sent back, thrown away, approved


@pytest.fixture
def draft(teahouse, till) -> Offer:
    return make_offer(teahouse, stock=5, status=OfferStatus.DRAFT, published_at=None, is_limited=True)


@pytest.fixture
def applied(alice) -> Merchant:
    return apply(citizen=alice, application=TEAHOUSE, now=NOW)


def rewritten(draft: Offer) -> None:
    drafts.rewrite(offer=draft, draft=some_draft(settlement_fen=99_900))
    stock.release(offer=draft, a_day=5, opens=NOW.time(), now=NOW)


def with_other_shops(draft: Offer) -> None:
    draft.shops.set([make_shop(draft.merchant, "锦里店")])


def saved_by_a_clerk(draft: Offer) -> None:
    Offer.objects.filter(pk=draft.pk).update(settlement_fen=99_900)


CHANGES = [rewritten, with_other_shops, saved_by_a_clerk]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("verb", ["submit", "discard"])
def test_merchant_sends_and_throws_away_only_the_draft_that_was_shown(manager, teahouse, draft, change, verb):
    office, place = browser_of_leader(manager.user), f"/merchant/{teahouse.public_id}/offers/{draft.public_id}/"
    page = place if verb == "submit" else f"{place}discard/"
    seen = hidden(office.get(page), "seen")
    change(draft)

    for sent in (seen, {}, {"seen": "another"}):
        assert "内容有改动，请重新查看" in words_of(office.post(f"{place}{verb}/", sent, follow=True))
        assert row_of(draft)["status"] == OfferStatus.DRAFT

    office.post(f"{place}{verb}/", hidden(office.get(page), "seen"))
    assert list(Offer.objects.values_list("status", flat=True)) == (["submitted"] if verb == "submit" else [])


@pytest.mark.parametrize("change", CHANGES)
def test_desk_publishes_only_the_draft_that_was_shown(at_desk, draft, change):
    """A draft that the desk itself would publish, which its merchant or a colleague changes meanwhile."""
    place = f"/admin/merchants/offer/{draft.pk}/"
    seen = hidden(at_desk.get(f"{place}change/"), "seen")
    change(draft)

    for sent in (seen, {}):
        at_desk.post(f"{place}publish/", sent)
        assert row_of(draft)["status"] == OfferStatus.DRAFT

    at_desk.post(f"{place}publish/", hidden(at_desk.get(f"{place}change/"), "seen"))
    assert row_of(draft)["status"] == OfferStatus.PUBLISHED


def test_desk_sends_back_only_what_was_shown(at_desk, draft):
    submitting.submit(offer=draft, now=NOW)
    place = f"/admin/merchants/offer/{draft.pk}/send_back/"
    seen = hidden(at_desk.get(place), "seen")
    submitting.take_back(offer=draft)
    rewritten(draft)
    draft.refresh_from_db()
    submitting.submit(offer=draft, now=NOW + timedelta(minutes=5))

    refused = at_desk.post(place, {"reason_0": "太贵", "reason_1": "", **seen}, follow=True)

    assert "内容有改动，请重新查看" in words_of(refused)
    assert (row_of(draft)["status"], row_of(draft)["sent_back"]) == ("submitted", {})


@pytest.mark.parametrize("deed", ["discard", "send_back", "refuse"])
def test_deed_that_is_asked_about_first_means_what_the_page_before_it_showed(
    at_desk,
    manager,
    teahouse,
    draft,
    applied,
    deed,
):
    """The change falls between the page with the link and the page that asks."""
    office, room = browser_of_leader(manager.user), f"/merchant/{teahouse.public_id}/offers/{draft.public_id}/"
    if deed == "send_back":
        submitting.submit(offer=draft, now=NOW)
    browser, before, ask = {
        "discard": (office, room, f"{room}discard/"),
        "send_back": (
            at_desk,
            f"/admin/merchants/offer/{draft.pk}/change/",
            f"/admin/merchants/offer/{draft.pk}/send_back/",
        ),
        "refuse": (
            at_desk,
            f"/admin/merchants/merchant/{applied.pk}/change/",
            f"/admin/merchants/merchant/{applied.pk}/refuse/",
        ),
    }[deed]
    link = browser.get(before).content.decode().split(f'href="{ask}', 1)[1].split('"', 1)[0]
    moved(applied)
    saved_by_a_clerk(draft)

    asked = browser.get(f"{ask}{link}")
    answer = browser.post(ask, {"reason_0": "不行", "reason_1": "", **hidden(asked, "seen")}, follow=True)

    assert "内容有改动，请重新查看" in words_of(answer)
    assert Offer.objects.get().status == ("submitted" if deed == "send_back" else "draft")
    assert Merchant.objects.get(pk=applied.pk).status == "applied"


def moved(merchant: Merchant) -> None:
    shop = merchant.first_shop()
    assert shop is not None
    shops.change(shop=shop, place=TEAHOUSE.shop.__class__({"zh-hans": "别处"}, "wuhou", {"zh-hans": "9 号"}))


def refused_and_corrected(merchant: Merchant) -> None:
    approval.refuse(merchant=Merchant.objects.get(pk=merchant.pk), by=None, reason={"zh-hans": "不行"}, now=NOW)
    correct(merchant=merchant, application=TEAHOUSE, now=NOW + timedelta(minutes=1))


@pytest.mark.parametrize("change", [moved, refused_and_corrected])
@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_desk_decides_only_on_the_application_that_was_shown(at_desk, applied, change, verb):
    place = f"/admin/merchants/merchant/{applied.pk}/"
    page = f"{place}change/" if verb == "approve" else f"{place}refuse/"
    seen = hidden(at_desk.get(page), "seen")
    change(applied)

    for sent in (seen, {}):
        answer = at_desk.post(f"{place}{verb}/", {"reason_0": "不行", "reason_1": "", **sent}, follow=True)
        assert "内容有改动，请重新查看" in words_of(answer)
        assert Merchant.objects.get().status == "applied"

    at_desk.post(f"{place}{verb}/", {"reason_0": "不行", "reason_1": "", **hidden(at_desk.get(page), "seen")})
    assert Merchant.objects.get().status == ("approved" if verb == "approve" else "refused")


def test_edition_is_another_for_everything_that_an_offer_says_and_for_nothing_else(teahouse, till, draft):
    first = editions.of_offer(draft)
    stock.release(offer=draft, a_day=9, opens=NOW.time(), now=NOW)
    assert editions.of_offer(Offer.objects.get(pk=draft.pk)) == first

    changes = {
        "title": text("白水"),
        "terms": text("半杯"),
        "price": 31,
        "settlement_fen": 1,
        "kind": OfferKind.DISCOUNT,
        "ends_on": TODAY,
        "weekdays": [1],
        "voucher_days": 1,
        "is_limited": False,
        "limit_count": 2,
        "limit_days": 7,
        "photo": "x",
        "picture": "leaf",
        "submitted_at": NOW,
        "status": OfferStatus.WITHDRAWN,
        "published_at": NOW,
    }
    words = {first}
    for name, value in changes.items():
        setattr(draft, name, value)
        words.add(editions.of_offer(draft))
    draft.shops.set([till])
    words.add(editions.of_offer(draft))
    assert len(words) == len(changes) + 2


@pytest.mark.parametrize("deed", [partial(publishing.publish, by=None), submitting.submit])
def test_without_a_page_what_the_caller_holds_is_what_was_seen(draft, deed):
    saved_by_a_clerk(draft)

    with pytest.raises(ChangedSince):
        deed(offer=draft, now=NOW)

    draft.refresh_from_db()
    assert deed(offer=draft, now=NOW).status != OfferStatus.DRAFT


# Uses that are undone


@pytest.fixture
def taken_twice(rich_alice, tea, cashier, till, noon) -> tuple[Redemption, str]:
    """A voucher that was taken, undone and taken again, and the page of undoing that showed the first use."""
    voucher, counter = voucher_of(rich_alice, tea), browser_of(cashier.user)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)
    page = hidden(counter.get(undo_address(till, voucher)), "key", "taken_at")
    undo(cashier=cashier, redemption=voucher, key="first", now=NOW, taken_at=NOW)
    noon.shift(timedelta(minutes=1))
    later = NOW + timedelta(minutes=1)
    voucher.refresh_from_db()
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, later), key="2", now=later)
    return voucher, page


def undone() -> int:
    return RedemptionStep.objects.filter(step="undone").count()


def test_page_undoes_the_use_that_it_showed_and_no_later_one(taken_twice, cashier, till, teahouse):
    voucher, page = taken_twice
    counter = browser_of(cashier.user)

    for sent in (page, {"key": page["key"]}, {**page, "taken_at": "x"}):
        answer = counter.post(undo_address(till, voucher), sent, follow=True)
        assert "后来又核销过" in words_of(answer)
        assert (undone(), owed_fen(teahouse)) == (1, FEN)

    counter.post(undo_address(till, voucher), hidden(counter.get(undo_address(till, voucher)), "key", "taken_at"))
    assert (undone(), owed_fen(teahouse)) == (2, 0)
    assert_books_are_sound()


def test_program_undoes_the_use_that_it_names(taken_twice, post_as, cashier, teahouse):
    voucher, _page = taken_twice
    address = f"captures/{voucher.public_id}/undo"

    for body in ({"used_at": "2026-11-23T12:00:00+08:00"}, {}, None):
        answer = post_as(cashier.user, address, body, key="a")
        assert (answer.status_code, answer.json()["code"]) == (409, "used_again")
    for nonsense in ("noon", "2026-11-23T12:00:00", 7, "2026-99-99T12:00:00+08:00"):
        answer = post_as(cashier.user, address, {"used_at": nonsense}, key="b")
        assert (answer.status_code, answer.json()["code"]) == (400, "no_moment")
    assert (undone(), owed_fen(teahouse)) == (1, FEN)

    done = post_as(cashier.user, address, {"used_at": "2026-11-23T12:01:00+08:00"}, key="c")
    assert (done.status_code, done.json()["used_at"], owed_fen(teahouse)) == (200, None, 0)


def test_only_use_may_go_unnamed_but_not_under_another_name(rich_alice, tea, cashier, till):
    voucher = voucher_of(rich_alice, tea)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)

    with pytest.raises(UsedAgain):
        undo(cashier=cashier, redemption=voucher, key="1", now=NOW, taken_at=NOW - timedelta(seconds=1))
    assert undo(cashier=cashier, redemption=voucher, key="1", now=NOW).status == RedemptionStatus.HELD


# Credits that come back


@pytest.fixture
def over_new_year(rich_alice, teahouse, till) -> Redemption:
    """A voucher of 30 credits, 20 of which end with the year, that outlives it."""
    offer = make_offer(teahouse, voucher_days=90, ends_on=THIS_VINTAGE + timedelta(days=90))
    return voucher_of(rich_alice, offer)


NEW_YEAR = day_span(THIS_VINTAGE)[1]


@pytest.mark.parametrize("who", ["citizen", "manager"])
def test_page_from_before_midnight_gives_nothing_back_after_it(rich_alice, manager, teahouse, over_new_year, noon, who):
    noon.move_to(NEW_YEAR - timedelta(minutes=1))
    if who == "citizen":
        browser, place = browser_of(rich_alice), f"{over_new_year.get_absolute_url()}give-back/"
    else:
        browser = browser_of_leader(manager.user)
        place = f"/merchant/{teahouse.public_id}/vouchers/{over_new_year.public_id}/cancel/"
    page = browser.get(place)
    assert ("30 积分" in words_of(page), hidden(page, "expiring")) == (True, {"expiring": "0"})
    noon.move_to(NEW_YEAR)

    refused = browser.post(place, hidden(page, "expiring"))

    over_new_year.refresh_from_db()
    assert (refused.status_code, over_new_year.status) == (409, RedemptionStatus.HELD)
    assert "现在退，能拿回 10 积分；另有 20 积分已经过期" in words_of(refused)
    assert hidden(refused, "expiring") == {"expiring": "20"}
    assert browser.post(place, hidden(refused, "expiring")).status_code == 302
    over_new_year.refresh_from_db()
    assert over_new_year.status in (RedemptionStatus.RETURNED, RedemptionStatus.CANCELLED)
    assert_books_are_sound()


def test_program_names_what_it_knows_to_expire(post_as, rich_alice, over_new_year, noon):
    noon.move_to(NEW_YEAR)
    address = f"redemptions/{over_new_year.public_id}/release"

    for body in ({}, None, {"expiring": 0}, {"expiring": 19}):
        answer = post_as(rich_alice, address, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "would_expire")
        assert "20" in answer.json()["detail"]
    assert post_as(rich_alice, address, {"expiring": "20"}).status_code == 400

    assert post_as(rich_alice, address, {"expiring": 20}).json()["status"] == "returned"


def test_refused_giving_back_changes_nothing(rich_alice, manager, over_new_year):
    before = available(rich_alice)
    for said, (deed, who) in product((0, 30), ((give_back, "citizen"), (cancel, "manager"))):
        by = {"citizen": rich_alice, "manager": manager}[who]
        with pytest.raises(WouldExpire):
            deed(**{who: by}, redemption=over_new_year, key=next(keys), now=NEW_YEAR, expiring=said)

    over_new_year.refresh_from_db()
    assert (over_new_year.status, available(rich_alice)) == (RedemptionStatus.HELD, before)
    assert_books_are_sound()


# Causes: what somebody gives to


CAUSE = {"name_0": "龙泉山植树", "name_1": "", "summary_0": "每 100 碳积分种一棵树", "summary_1": ""}


def test_what_somebody_gives_to_is_what_the_page_showed(rich_alice, donation, cause, at_desk):
    """The desk rewrites the cause between the page and the tap."""
    cache.clear()
    address = f"{donation.get_absolute_url()}redeem/"
    at_home = browser_of(rich_alice)
    with time_machine.travel(NOW, tick=False):
        page = at_home.get(address).content.decode()
        sent = {
            name: page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
            for name in ("key", "price")
        }
        other = {"name_0": "买一辆汽油车", "name_1": "", "summary_0": "一辆汽油车", "summary_1": ""}
        answer = decide(at_desk, f"/admin/merchants/cause/{cause.pk}/change/", other)
        at_home.post(address, sent)

    assert "不能再改" in words_of(answer)
    before = (cause.name, cause.summary)
    cause.refresh_from_db()
    assert (cause.name, cause.summary) == before
    assert Redemption.objects.get().offer.cause == cause


@pytest.mark.parametrize("field", ["name_0", "summary_0"])
@pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.WITHDRAWN])
def test_words_of_a_cause_that_was_on_show_stay_but_for_a_language(at_desk, donation, cause, status, field):
    Offer.objects.update(status=status)
    shown = {f"{name}_0": getattr(cause, name)["zh-hans"] for name in ("name", "summary")}
    shown |= {f"{name}_1": getattr(cause, name).get("en", "") for name in ("name", "summary")}
    address = f"/admin/merchants/cause/{cause.pk}/change/"

    answer = decide(at_desk, address, {**shown, field: "别的"})

    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, [field[:-2]])
    assert decide(at_desk, address, shown).status_code == 302


def test_cause_without_a_donation_on_show_can_be_written_anew(at_desk, donation, cause):
    Offer.objects.update(status=OfferStatus.DRAFT, published_at=None)

    assert decide(at_desk, f"/admin/merchants/cause/{cause.pk}/change/", CAUSE).status_code == 302

    cause.refresh_from_db()
    assert cause.summary["zh-hans"] == "每 100 碳积分种一棵树"


def test_language_is_added_to_a_cause_that_is_on_show(at_desk, donation, cause):
    type(cause).objects.update(name={"zh-hans": "龙泉山植树"}, summary={"zh-hans": "种树"})
    sent = {"name_0": "龙泉山植树", "name_1": "Trees", "summary_0": "种树", "summary_1": "Plant trees"}

    assert decide(at_desk, f"/admin/merchants/cause/{cause.pk}/change/", sent).status_code == 302

    cause.refresh_from_db()
    assert cause.name == {"zh-hans": "龙泉山植树", "en": "Trees"}
