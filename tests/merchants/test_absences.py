"""What is released while an offer is off the mall lapses, by whichever door it goes and comes back."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from importlib import import_module

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from common.city_time import at_city_time
from merchants import stock
from merchants.desk import approval, publishing
from merchants.editions import of_offer
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import give_back
from merchants.models import Absence, Offer, OfferStatus, Shop
from merchants.refusals import SoldOut
from merchants.room import shops, submitting
from tests.conftest import NOW, TODAY
from tests.desk_pages import decide
from tests.merchants.conftest import PRICE, assert_books_are_sound, keys, make_offer, make_shop
from tests.merchants.room.test_shops import SENT
from tests.merchants.till.test_pages import browser_of
from tests.second_factors import enrolled, show_factor

BACK = NOW + timedelta(days=20)
Doors = dict[str, tuple[Callable[[], object], Callable[[], object]]]


@pytest.fixture(autouse=True)
def clock(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def ten_a_day(teahouse, till) -> Offer:
    """On show since today, ten pieces a day for a month from ten o'clock on, none of today's taken."""
    offer = make_offer(teahouse, is_limited=True, status=OfferStatus.DRAFT, published_at=None)
    stock.release(offer=offer, a_day=10, opens=time(10), now=NOW)
    return publishing.publish(offer=offer, by=None, now=NOW)


@pytest.fixture
def doors(ten_a_day, teahouse, till, desk, manager) -> Doors:
    """By name, how the offer goes off the mall, and how it comes back."""
    enrolled(manager.user)
    admin, own = "/admin/merchants", f"/merchant/{teahouse.public_id}"
    words = {"name_0": "总店", "name_1": "", "address_0": "春熙路 1 号", "address_1": ""}
    form = {"merchant": teahouse.pk, "district": till.district, **words}

    # Signed in anew each time: nobody stays at a desk for twenty days.
    def office(address: str, sent: dict[str, object] | None = None) -> object:
        page = "" if address.endswith("/change/") else "../change/"
        return decide(browser_of(desk), f"{admin}/{address}", sent, page=page)

    def room(address: str, sent: dict[str, object] | None = None) -> object:
        return decide(show_factor(browser_of(manager.user), manager.user), f"{own}/{address}", sent)

    def publish() -> object:
        seen = of_offer(Offer.objects.get(pk=ten_a_day.pk))
        return office(f"offer/{ten_a_day.pk}/publish/", {"seen": seen})

    return {
        "taken off by its merchant": (
            lambda: room(f"offers/{ten_a_day.public_id}/withdraw/"),
            publish,
        ),
        "taken off at the desk": (lambda: office(f"offer/{ten_a_day.pk}/withdraw/"), publish),
        "merchant suspended": (
            lambda: office(f"merchant/{teahouse.pk}/suspend/"),
            lambda: office(f"merchant/{teahouse.pk}/approve/"),
        ),
        "shop closed": (
            lambda: room(f"shops/{till.public_id}/close/"),
            lambda: room(f"shops/{till.public_id}/open/"),
        ),
        "shop closed at the desk": (
            lambda: office(f"shop/{till.pk}/change/", form),
            lambda: office(f"shop/{till.pk}/change/", {**form, "is_open": "on"}),
        ),
        "another shop opened": (
            lambda: room(f"shops/{till.public_id}/close/"),
            lambda: room("shops/new/", SENT),
        ),
    }


DOORS = (
    "taken off by its merchant",
    "taken off at the desk",
    "merchant suspended",
    "shop closed",
    "shop closed at the desk",
    "another shop opened",
)


def left(offer: Offer, now: datetime) -> int:
    return Offer.objects.with_stock(now).get(pk=offer.pk).left or 0


def is_on_show(offer: Offer) -> bool:
    return Offer.objects.on_show(TODAY).filter(pk=offer.pk).exists()


@pytest.mark.parametrize("door", DOORS)
def test_back_after_twenty_days_it_has_the_pieces_of_the_days_on_show(ten_a_day, doors, clock, door):
    """What was left of the day on which it went, and those of the day on which it is back; not 210."""
    go, come_back = doors[door]
    go()
    assert not is_on_show(ten_a_day)

    clock.move_to(BACK)
    come_back()

    assert is_on_show(ten_a_day)
    assert left(ten_a_day, BACK) == 20


@pytest.mark.parametrize("door", DOORS)
def test_off_and_back_within_a_day_it_loses_nothing(ten_a_day, doors, clock, door):
    go, come_back = doors[door]
    go()

    clock.move_to(NOW + timedelta(hours=3))
    come_back()

    assert left(ten_a_day, NOW + timedelta(days=1)) == 20


def test_a_day_that_opened_after_it_was_gone_lapses_too(ten_a_day):
    """Gone at nine o'clock of the second day, whose pieces open at ten."""
    nine = at_city_time(TODAY + timedelta(days=1), time(9))
    publishing.publish(offer=submitting.withdraw(offer=ten_a_day, now=nine), by=None, now=BACK)

    assert left(ten_a_day, BACK) == 20


def test_twice_away_it_loses_both_times_and_keeps_the_days_between(ten_a_day, till):
    """Away on days 1 to 4 and 7 to 9; on show on days 0, 5, 6 and 10."""
    day = timedelta(days=1)
    for closed, opened in ((NOW, NOW + 5 * day), (NOW + 6 * day, NOW + 10 * day)):
        shops.set_open(shop=till, is_open=False, now=closed)
        shops.set_open(shop=till, is_open=True, now=opened)

    assert left(ten_a_day, NOW + 10 * day) == 40


def test_away_for_two_reasons_it_is_back_when_both_are_over(ten_a_day, teahouse, till):
    shops.set_open(shop=till, is_open=False, now=NOW)
    approval.suspend(merchant=teahouse, by=None, now=NOW + timedelta(days=5))
    shops.set_open(shop=till, is_open=True, now=NOW + timedelta(days=10))
    assert Absence.objects.get().since == NOW

    approval.approve(merchant=teahouse, by=None, now=BACK)

    assert left(ten_a_day, BACK) == 20
    assert not Absence.objects.exists()


def test_one_shop_of_two_closed_takes_nothing_off(ten_a_day, teahouse, till):
    make_shop(teahouse, "锦里店", "wuhou")
    shops.set_open(shop=till, is_open=False, now=NOW)

    shops.set_open(shop=till, is_open=True, now=BACK)

    assert left(ten_a_day, BACK) == 210


def test_pieces_that_are_taken_stay_with_those_who_have_them(ten_a_day, rich_alice):
    voucher = redeem(citizen=rich_alice, offer=ten_a_day, price=PRICE, key=next(keys), now=NOW)
    publishing.publish(offer=submitting.withdraw(offer=ten_a_day, now=NOW), by=None, now=BACK)
    assert left(ten_a_day, BACK) == 19

    give_back(citizen=rich_alice, redemption=voucher, key=next(keys), now=NOW)

    assert left(ten_a_day, BACK) == 20


def test_tickets_codes_have_no_day_and_stay(ticket):
    before = left(ticket, BACK)

    publishing.publish(offer=submitting.withdraw(offer=ticket, now=NOW - timedelta(days=9)), by=None, now=BACK)

    assert left(ticket, BACK) == before > 0


def test_an_offer_that_has_nothing_left_when_it_is_back_is_sold_out(teahouse, till, rich_alice):
    """All that it had opened while it was away."""
    offer = make_offer(teahouse, is_limited=True, status=OfferStatus.DRAFT, published_at=None)
    stock.release(offer=offer, a_day=10, opens=time(10), now=NOW)
    offer.releases.exclude(opens_at=at_city_time(TODAY + timedelta(days=3), time(10))).delete()
    publishing.publish(offer=offer, by=None, now=NOW)
    back = NOW + timedelta(days=5)

    on_show = publishing.publish(offer=submitting.withdraw(offer=offer, now=NOW + timedelta(days=2)), by=None, now=back)

    with pytest.raises(SoldOut):
        redeem(citizen=rich_alice, offer=on_show, price=PRICE, key=next(keys), now=back)


def test_what_was_off_when_the_table_was_made_is_noted_as_far_as_it_is_known(teahouse, bookshop, till, donation):
    """By the history of the offer, by the standing of its merchant; a shop that is closed since the moment itself."""
    shown, off, closed = make_offer(teahouse), make_offer(teahouse), make_offer(teahouse)
    gone = make_offer(bookshop)
    draft = make_offer(teahouse, status=OfferStatus.DRAFT, published_at=None)
    closed.shops.set([Shop.objects.create(merchant=teahouse, name={}, district="wuhou", address={}, is_open=False)])
    submitting.withdraw(offer=off, now=NOW)
    approval.suspend(merchant=bookshop, by=None, now=NOW - timedelta(days=3))
    Absence.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module("merchants.migrations.0007_absences").NOTE_THOSE_THAT_ARE_OFF)
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()

    noted = dict(Absence.objects.values_list("offer_id", "since"))
    assert noted == {off.pk: now, gone.pk: NOW - timedelta(days=3), closed.pk: now}
    assert not noted.keys() & {shown.pk, draft.pk, donation.pk}


def test_the_books_stay_sound(ten_a_day, rich_alice, till):
    redeem(citizen=rich_alice, offer=ten_a_day, price=PRICE, key=next(keys), now=NOW)
    shops.set_open(shop=till, is_open=False, now=NOW)
    shops.set_open(shop=till, is_open=True, now=BACK)

    assert_books_are_sound()
