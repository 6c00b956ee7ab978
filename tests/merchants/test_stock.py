"""Stock released by the day: the same through the desk's door and the merchant's, and never the days that are over."""

from datetime import time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.city_time import at_city_time
from merchants import stock
from merchants.desk import publishing
from merchants.models import Offer, OfferStatus, StockRelease
from merchants.refusals import NoStockToRelease, NothingReleased, WithoutStock
from merchants.room import submitting
from tests.conftest import NOW, TODAY
from tests.desk_pages import decide
from tests.merchants.conftest import make_offer
from tests.merchants.mall.test_pages import words_of
from tests.second_factors import browser_of_leader

A_MONTH = timedelta(days=30)
TEN_A_DAY = {"a_day": "10", "opens": "10:00"}
DOORS = ["desk", "merchant"]


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def send(client, desk, manager):
    """Releases stock through one of the two doors."""
    client.force_login(desk)
    office = browser_of_leader(manager.user)

    def send(door: str, offer: Offer, sent: dict[str, str]):
        if door == "desk":
            return decide(client, f"/admin/merchants/offer/{offer.pk}/stock/", sent, follow=True)
        place = f"/merchant/{offer.merchant.public_id}/offers/{offer.public_id}/stock/"
        return office.post(place, sent, follow=True)

    return send


def left(offer: Offer, now=NOW) -> int:
    return Offer.objects.with_stock(now).get(pk=offer.pk).left or 0


def released(offer: Offer) -> dict:
    return dict(offer.releases.values_list("opens_at", "quantity"))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.PUBLISHED])
def test_pieces_a_day_of_an_offer_thirty_days_old_begin_today(send, teahouse, till, door, status):
    offer = make_offer(teahouse, is_limited=True, status=status, starts_on=TODAY - A_MONTH, ends_on=TODAY + A_MONTH)

    answer = send(door, offer, TEN_A_DAY)

    assert left(offer) == 10
    assert (offer.releases.count(), offer.releases.filter(quantity=10).count()) == (31, 31)
    assert min(released(offer)) == at_city_time(TODAY, time(10))
    assert "已投放：31 天，每天 10 份。" in words_of(answer)


@pytest.mark.parametrize("door", DOORS)
def test_days_that_have_pieces_at_this_clock_keep_them_and_what_was_done_is_said(send, teahouse, till, door):
    offer = make_offer(teahouse, is_limited=True, ends_on=TODAY + timedelta(days=2))
    tomorrow = at_city_time(TODAY + timedelta(days=1), time(10))
    StockRelease.objects.create(offer=offer, opens_at=tomorrow, quantity=7)

    some, none = send(door, offer, TEN_A_DAY), send(door, offer, {**TEN_A_DAY, "a_day": "20"})

    assert "已投放：2 天，每天 10 份。" in words_of(some)
    assert "没有投放" in words_of(none)
    assert sorted(released(offer).values()) == [7, 10, 10]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "named",
    [
        {"is_limited": False},
        {"status": OfferStatus.WITHDRAWN},
        {"status": OfferStatus.SUBMITTED, "submitted_at": NOW},
        {"starts_on": TODAY - A_MONTH, "ends_on": TODAY - timedelta(days=1)},
        {"starts_on": TODAY - A_MONTH, "ends_on": TODAY - timedelta(days=1), "status": OfferStatus.DRAFT},
    ],
    ids=str,
)
def test_what_can_have_no_stock_gets_none_and_says_so(send, teahouse, till, door, named):
    offer = make_offer(teahouse, **{"is_limited": True, **named})

    answer = send(door, offer, TEN_A_DAY)

    assert "现在不能投放库存" in words_of(answer)
    assert released(offer) == {}


def test_tickets_have_as_much_stock_as_codes(ticket):
    before = released(ticket)

    with pytest.raises(NoStockToRelease):
        stock.release(offer=ticket, a_day=10, opens=time(10), now=NOW)

    assert released(ticket) == before


def test_refused_release_of_a_draft_leaves_what_it_had(teahouse, till):
    """A draft's stock is released anew each time; where nothing new comes, the old stays."""
    draft = make_offer(teahouse, is_limited=True, status=OfferStatus.DRAFT, published_at=None)
    stock.release(offer=draft, a_day=5, opens=time(10), now=NOW)
    before = released(draft)

    with pytest.raises(NoStockToRelease):
        stock.release(offer=draft, a_day=9, opens=time(10), now=NOW + 2 * A_MONTH)

    assert released(draft) == before


def test_nothing_released_is_an_error_for_who_calls(teahouse, till):
    offer = make_offer(teahouse, is_limited=True)
    assert len(stock.release(offer=offer, a_day=5, opens=time(10), now=NOW)) == 31

    with pytest.raises(NothingReleased):
        stock.release(offer=offer, a_day=9, opens=time(10), now=NOW)


def test_days_that_went_by_before_an_offer_was_on_show_release_nothing(teahouse, till):
    """Written and stocked on the first day, published by the desk on the twentieth."""
    draft = make_offer(teahouse, is_limited=True, status=OfferStatus.DRAFT, published_at=None)
    stock.release(offer=draft, a_day=10, opens=time(10), now=NOW)
    late = NOW + timedelta(days=19)

    publishing.publish(offer=draft, by=None, now=late)

    assert left(draft, late) == 10
    assert min(released(draft)) == at_city_time(TODAY + timedelta(days=19), time(10))


def test_what_is_left_of_a_day_on_show_can_still_be_taken_later(teahouse, till):
    offer = make_offer(teahouse, is_limited=True, status=OfferStatus.DRAFT, published_at=None)
    stock.release(offer=offer, a_day=10, opens=time(10), now=NOW)
    publishing.publish(offer=offer, by=None, now=NOW)

    late = NOW + timedelta(days=2)
    publishing.publish(offer=submitting.withdraw(offer=offer, now=late), by=None, now=late)

    assert left(offer, NOW + timedelta(days=2)) == 30


def test_codes_imported_long_before_a_ticket_is_on_show_stay(ticket):
    Offer.objects.filter(pk=ticket.pk).update(status=OfferStatus.DRAFT, published_at=None)
    ticket.refresh_from_db()

    publishing.publish(offer=ticket, by=None, now=NOW + timedelta(days=5))

    assert left(ticket, NOW + timedelta(days=5)) == 2


def test_offer_of_which_every_released_day_is_over_is_not_published(client, teahouse, till):
    draft = make_offer(teahouse, stock=5, status=OfferStatus.DRAFT, published_at=None)
    before = released(draft)

    with pytest.raises(WithoutStock):
        publishing.publish(offer=draft, by=None, now=NOW + timedelta(days=1))

    draft.refresh_from_db()
    assert (draft.status, released(draft)) == (OfferStatus.DRAFT, before)


def test_the_desks_page_says_from_which_day_on(client: Client, desk, teahouse, till):
    client.force_login(desk)
    old = make_offer(teahouse, is_limited=True, starts_on=TODAY - A_MONTH, ends_on=TODAY + A_MONTH)

    page = words_of(client.get(f"/admin/merchants/offer/{old.pk}/stock/"))

    assert "从 2026年11月23日 到 2026年12月23日 每天投放" in page
