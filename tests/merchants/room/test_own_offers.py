"""A merchant's own offers: written as drafts, sent to the desk, published or sent back there, and taken off again."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.city_time import at_city_time
from merchants import stock
from merchants.desk.approval import suspend
from merchants.editions import of_offer
from merchants.mall.redeeming import redeem
from merchants.models import Merchant, Offer, OfferKind, OfferStatus, Role, StockRelease
from merchants.refusals import NoMoreADraft, NotOnOffer
from merchants.room import drafts, submitting
from tests.conftest import NOW
from tests.desk_pages import decide
from tests.merchants.conftest import PRICE, make_member, make_offer, make_shop, text, voucher_of
from tests.merchants.mall.test_pages import words_of
from tests.merchants.room.test_staff import browser_of
from tests.second_factors import browser_of_leader

TODAY = NOW.date()
SENT = {
    "kind": "goods",
    "title": "蒙顶甘露",
    "title_en": "Green tea",
    "terms": "每券一杯",
    "terms_en": "",
    "picture": "bowl",
    "price": "30",
    "settlement": "8.05",
    "starts_on": f"{TODAY}",
    "ends_on": f"{TODAY + timedelta(days=9)}",
    "weekdays": ["1", "2"],
    "voucher_days": "7",
    "stock": "limited",
    "limit_count": "",
    "limit_days": "",
}


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def office(manager) -> Client:
    """The manager's browser."""
    return browser_of_leader(manager.user)


@pytest.fixture
def at_desk(client, desk) -> Client:
    client.force_login(desk)
    return client


@pytest.fixture
def draft(teahouse, till) -> Offer:
    """A draft with a hundred pieces."""
    return make_offer(teahouse, stock=100, status=OfferStatus.DRAFT, published_at=None)


def place_of(merchant: Merchant, *rest: str) -> str:
    return "/".join(["/merchant", merchant.public_id, "offers", *rest, ""])


def deed(offer: Offer, verb: str = "") -> str:
    return place_of(offer.merchant, *filter(None, [offer.public_id, verb]))


def at_the_desk(offer: Offer, verb: str) -> str:
    return f"/admin/merchants/offer/{offer.pk}/{verb}/"


def send_in(office: Client, draft: Offer) -> None:
    """The merchant sends the draft as it is, and `draft` is read again."""
    draft.refresh_from_db()
    office.post(deed(draft, "submit"), {"seen": of_offer(draft)})
    draft.refresh_from_db()


def test_draft_holds_what_its_merchant_wrote(office, teahouse, till):
    answer = office.post(place_of(teahouse, "new"), {**SENT, "shops": [till.pk]})

    offer = Offer.objects.get()
    assert answer.url == deed(offer, "stock")
    assert (offer.merchant, offer.kind, offer.status) == (teahouse, "goods", "draft")
    assert (offer.title, offer.terms) == ({"zh-hans": "蒙顶甘露", "en": "Green tea"}, {"zh-hans": "每券一杯"})
    assert (offer.price, offer.settlement_fen, offer.voucher_days) == (30, 805, 7)
    assert (offer.starts_on, offer.ends_on, offer.weekdays) == (TODAY, TODAY + timedelta(days=9), [1, 2])
    assert (list(offer.shops.all()), offer.is_limited, offer.limit_count) == ([till], True, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "transit"},
        {"kind": "donation"},
        {"title": ""},
        {"title": "茶" * 41},
        {"terms": "茶" * 1001},
        {"picture": "../../etc/passwd"},
        {"price": "0"},
        {"price": "1.5"},
        {"settlement": "-1"},
        {"settlement": "8.005"},
        {"settlement": "1000000"},
        {"settlement": "NaN"},
        {"starts_on": ""},
        {"ends_on": f"{TODAY - timedelta(days=1)}"},
        {"ends_on": f"{TODAY + timedelta(days=366)}"},
        {"weekdays": []},
        {"weekdays": ["8"]},
        {"voucher_days": "0"},
        {"stock": ""},
        {"limit_count": "-1"},
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_at_its_field_and_writes_nothing(office, teahouse, draft, wrong):
    before = Offer.objects.values().get()

    for page in (place_of(teahouse, "new"), deed(draft, "edit")):
        answer = office.post(page, {**SENT, **wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(wrong))

    assert Offer.objects.values().get() == before
    assert StockRelease.objects.count() == 1


def test_limit_of_days_needs_a_count_and_shops_must_be_ones_own(office, teahouse, bookshop):
    theirs = make_shop(bookshop, "天府广场店")

    answer = office.post(place_of(teahouse, "new"), {**SENT, "limit_days": "7", "shops": [theirs.pk]})

    assert set(answer.context["form"].errors) == {"limit_count", "shops"}
    assert not Offer.objects.exists()


def test_draft_is_edited_and_loses_the_stock_of_other_days(office, draft, till):
    form = office.get(deed(draft, "edit")).context["form"]
    assert (form["settlement"].value(), form.initial["title"]) == ("8.00", "一杯绿茶")

    same_days = {"starts_on": f"{draft.starts_on}", "ends_on": f"{draft.ends_on}"}
    office.post(deed(draft, "edit"), {**SENT, **same_days, "price": "40"})
    draft.refresh_from_db()
    assert (draft.price, draft.title["zh-hans"], draft.releases.count()) == (40, "蒙顶甘露", 1)
    office.post(deed(draft, "edit"), SENT)

    draft.refresh_from_db()
    assert (draft.ends_on, draft.releases.count()) == (TODAY + timedelta(days=9), 0)


def test_stock_of_a_draft_is_released_anew(office, teahouse):
    offer = drafts.write(merchant=teahouse, draft=some_draft())

    for a_day in ("50", "20"):
        office.post(deed(offer, "stock"), {"a_day": a_day, "opens": "10:00"})

    assert set(offer.releases.values_list("quantity", flat=True)) == {20}
    assert offer.releases.count() == 10
    assert offer.releases.order_by("opens_at")[0].opens_at == at_city_time(TODAY, time(10))


def some_draft(**named) -> drafts.Draft:
    values = {
        "kind": OfferKind.GOODS,
        "title": text("绿茶"),
        "terms": text("一杯"),
        "picture": "bowl",
        "price": PRICE,
        "settlement_fen": 800,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=9),
        "weekdays": [1],
        "shops": (),
        "voucher_days": 7,
        "is_limited": True,
        "limit_count": None,
        "limit_days": None,
    }
    return drafts.Draft(**{**values, **named})


def test_offer_on_show_gets_more_stock_from_today_on_beside_what_it_has(office, teahouse):
    offer = make_offer(
        teahouse, starts_on=TODAY - timedelta(days=5), ends_on=TODAY + timedelta(days=1), is_limited=True
    )
    had = StockRelease.objects.create(offer=offer, opens_at=at_city_time(TODAY, time(10)), quantity=5, taken=5)

    office.post(deed(offer, "stock"), {"a_day": "20", "opens": "10:00"})
    office.post(deed(offer, "stock"), {"a_day": "30", "opens": "15:00"})

    days = {release.opens_at: release.quantity for release in offer.releases.all()}
    tomorrow = TODAY + timedelta(days=1)
    assert days == {
        had.opens_at: 5,
        at_city_time(tomorrow, time(10)): 20,
        at_city_time(TODAY, time(15)): 30,
        at_city_time(tomorrow, time(15)): 30,
    }


@pytest.mark.parametrize(
    "named", [{"is_limited": False}, {"status": OfferStatus.WITHDRAWN}, {"kind": OfferKind.TRANSIT}]
)
def test_what_has_no_stock_of_the_merchants_gets_none(office, teahouse, named):
    offer = make_offer(teahouse, **{"is_limited": True, **named})

    answer = office.post(deed(offer, "stock"), {"a_day": "20", "opens": "10:00"}, follow=True)

    assert "现在不能投放库存" in words_of(answer)
    assert not offer.releases.exists()


def test_desk_publishes_what_was_sent_to_it(office, at_desk, draft):
    send_in(office, draft)
    assert (draft.status, draft.submitted_at) == (OfferStatus.SUBMITTED, NOW)
    other = make_offer(draft.merchant)
    assert list(at_desk.get("/admin/merchants/offer/").context["cl"].result_list) == [draft, other]
    assert of_offer(draft) in at_desk.get(f"/admin/merchants/offer/{draft.pk}/change/").content.decode()

    at_desk.post(at_the_desk(draft, "publish"), {"seen": of_offer(draft)})

    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == (OfferStatus.PUBLISHED, NOW)


def test_desk_does_not_publish_what_its_merchant_changed_meanwhile(office, at_desk, draft, noon):
    send_in(office, draft)
    seen = of_offer(draft)
    office.post(deed(draft, "take-back"))
    drafts.rewrite(offer=draft, draft=some_draft(settlement_fen=999_900))
    stock.release(offer=draft, a_day=1, opens=time(10), now=NOW)
    noon.move_to(NOW + timedelta(minutes=1), tick=False)
    send_in(office, draft)

    for word in (seen, "", "no edition"):
        answer = at_desk.post(at_the_desk(draft, "publish"), {"seen": word}, follow=True)
        assert "内容有改动，请重新查看" in words_of(answer)

    draft.refresh_from_db()
    assert draft.status == OfferStatus.SUBMITTED


def test_desk_sends_an_offer_back_with_a_reason(office, at_desk, draft):
    send_in(office, draft)
    assert at_desk.get(at_the_desk(draft, "send_back")).status_code == 200

    sent = {"reason_0": "结算价过高", "reason_1": "", "seen": of_offer(draft)}
    at_desk.post(at_the_desk(draft, "send_back"), sent)

    draft.refresh_from_db()
    assert (draft.status, draft.submitted_at, draft.sent_back) == ("draft", None, {"zh-hans": "结算价过高"})
    assert "结算价过高" in words_of(office.get(deed(draft)))
    send_in(office, draft)
    draft.refresh_from_db()
    assert (draft.status, draft.sent_back) == ("submitted", {})


def test_what_does_not_wait_is_not_sent_back(at_desk, draft):
    answer = at_desk.post(at_the_desk(draft, "send_back"), {"reason_0": "不行"}, follow=True)

    assert "不在等待审核" in words_of(answer)
    draft.refresh_from_db()
    assert draft.sent_back == {}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda offer: offer.releases.all().delete(), "还没有投放库存"),
        (lambda offer: suspend(merchant=offer.merchant, by=None, now=NOW), "商家已被暂停"),
        (
            lambda offer: Offer.objects.update(starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2)),
            "结束日期已过",
        ),
    ],
    ids=["no stock", "suspended", "over"],
)
def test_what_could_not_be_on_show_is_not_sent(office, draft, spoil, said):
    spoil(draft)
    draft.refresh_from_db()

    answer = office.post(deed(draft, "submit"), {"seen": of_offer(draft)}, follow=True)

    draft.refresh_from_db()
    assert draft.status == OfferStatus.DRAFT
    assert said in words_of(answer)


@pytest.mark.parametrize("status", [OfferStatus.SUBMITTED, OfferStatus.PUBLISHED, OfferStatus.WITHDRAWN])
def test_what_is_no_draft_keeps_its_price_and_says_so(office, teahouse, status):
    offer = make_offer(teahouse, stock=5, status=status, submitted_at=NOW)
    before = Offer.objects.values().get()

    for page in ("edit", "discard"):
        for answer in (office.get(deed(offer, page), follow=True), office.post(deed(offer, page), SENT, follow=True)):
            assert "文字、所需积分和结算价都不能再改" in words_of(answer)
    with pytest.raises(NoMoreADraft):
        drafts.rewrite(offer=offer, draft=some_draft(price=1))

    assert Offer.objects.values().get() == before
    assert offer.releases.count() == 1


def test_nobody_sees_or_redeems_a_draft_or_what_waits(rich_alice, draft):
    home = browser_of(rich_alice)
    for publish in (lambda: draft, lambda: submitting.submit(offer=draft, now=NOW)):
        publish()
        assert home.get(f"/rewards/offers/{draft.public_id}/").status_code == 404
        with pytest.raises(NotOnOffer):
            redeem(citizen=rich_alice, offer=draft, price=draft.price, key="k", now=NOW)


def test_taking_an_offer_off_asks_first_and_leaves_vouchers_good(rich_alice, office, tea):
    voucher_of(rich_alice, tea)

    assert "市民手中还有 1 张兑换券" in words_of(office.get(deed(tea, "withdraw")))
    tea.refresh_from_db()
    assert tea.status == OfferStatus.PUBLISHED
    decide(office, deed(tea, "withdraw"))

    tea.refresh_from_db()
    assert tea.status == OfferStatus.WITHDRAWN


def test_draft_is_thrown_away_after_a_question(office, draft):
    assert office.get(deed(draft, "discard")).status_code == 200
    assert Offer.objects.exists()

    office.post(deed(draft, "discard"), {"seen": of_offer(draft)})

    assert not Offer.objects.exists()
    assert not StockRelease.objects.exists()


def test_merchant_has_a_bounded_number_of_drafts(office, teahouse, draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)

    answer = office.post(place_of(teahouse, "new"), SENT)

    assert "1 项尚未展示" in words_of(answer)
    assert Offer.objects.get() == draft


def test_list_pages_by_key_and_shows_states(office, teahouse, draft):
    offers = [make_offer(teahouse, title=text(f"茶 {number}")) for number in range(20)]

    first = office.get(place_of(teahouse))
    second = office.get(place_of(teahouse), {"older_than": first.context["older_than"]})

    assert first.context["offers"] == offers[::-1]
    assert second.context["offers"] == [draft]
    assert "草稿" in words_of(second)
    assert office.get(place_of(teahouse), {"older_than": make_offer(make_elsewhere()).public_id}).status_code == 404


def make_elsewhere() -> Merchant:
    return Merchant.objects.create(name=text("别家"), status="approved", status_at=NOW)


PAGES = ("", "edit", "stock", "submit", "take-back", "withdraw", "discard")


@pytest.mark.parametrize("who", ["cashier here", "owner elsewhere", "works nowhere"])
def test_who_does_not_lead_finds_no_offer_and_changes_none(teahouse, bookshop, draft, cashier, bob, who):
    owner_elsewhere = make_member(bookshop, Role.OWNER).user
    people = {"cashier here": cashier.user, "owner elsewhere": owner_elsewhere, "works nowhere": bob}
    browser = browser_of_leader(people[who])
    before = Offer.objects.values().get()
    places = [place_of(teahouse), place_of(teahouse, "new"), *(deed(draft, page) for page in PAGES)]

    sent = {**SENT, "a_day": "5", "opens": "10:00"}
    statuses = {
        status for place in places for status in (browser.get(place).status_code, browser.post(place, sent).status_code)
    }

    assert statuses <= {404, 405}
    assert Offer.objects.values().get() == before
    assert StockRelease.objects.get().quantity == 100


def test_offer_of_another_merchant_is_not_reached_through_ones_own(bookshop, draft):
    browser = browser_of_leader(make_member(bookshop, Role.OWNER).user)

    statuses = {browser.post(place_of(bookshop, draft.public_id, page), SENT).status_code for page in PAGES[1:]}

    assert statuses == {404}
    assert Offer.objects.get().status == OfferStatus.DRAFT


def test_one_tap_copies_an_offer_as_a_draft(office, teahouse, till):
    offer = make_offer(
        teahouse,
        title=text("蒙顶甘露"),
        price=45,
        settlement_fen=1234,
        weekdays=[1, 3],
        voucher_days=9,
        is_limited=True,
        limit_count=2,
        limit_days=7,
        photo="0" * 32,
        picture="cup",
    )
    offer.shops.set([till])
    StockRelease.objects.create(offer=offer, opens_at=NOW, quantity=5, taken=5)

    answer = office.post(deed(offer, "copy"), follow=True)

    copied = Offer.objects.exclude(pk=offer.pk).get()
    assert answer.redirect_chain == [(f"/merchant/{teahouse.public_id}/offers/{copied.public_id}/", 302)]
    assert "已复制为草稿，照片也一并复制" in words_of(answer)
    same = ("kind", "title", "terms", "picture", "photo", "price", "settlement_fen", "starts_on", "ends_on")
    same += ("weekdays", "voucher_days", "is_limited", "limit_count", "limit_days", "merchant")
    assert [getattr(copied, name) for name in same] == [getattr(offer, name) for name in same]
    assert (copied.status, copied.published_at, copied.submitted_at, copied.sent_back) == ("draft", None, None, {})
    assert (list(copied.shops.all()), copied.releases.count()) == ([till], 0)
    offer.refresh_from_db()
    assert offer.status == OfferStatus.PUBLISHED


def test_a_copy_of_what_is_over_begins_today_and_lasts_as_long(office, teahouse):
    offer = make_offer(teahouse, starts_on=TODAY - timedelta(days=40), ends_on=TODAY - timedelta(days=10))

    office.post(deed(offer, "copy"))

    copied = Offer.objects.exclude(pk=offer.pk).get()
    assert (copied.starts_on, copied.ends_on) == (TODAY, TODAY + timedelta(days=30))


def test_what_the_desk_writes_is_not_copied(office, teahouse):
    ticket = make_offer(teahouse, kind=OfferKind.TRANSIT)

    assert "复制" not in words_of(office.get(f"/merchant/{teahouse.public_id}/offers/{ticket.public_id}/"))
    office.post(deed(ticket, "copy"))

    assert Offer.objects.count() == 1


def test_copies_count_among_the_drafts_of_a_merchant(office, teahouse):
    offer = drafts.write(merchant=teahouse, draft=some_draft())
    for _ in range(drafts.MOST_DRAFTS):
        office.post(deed(offer, "copy"))

    assert Offer.objects.count() == drafts.MOST_DRAFTS
