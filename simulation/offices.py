"""What the city's offices do on a day: photos are decided on, merchants leave, a dispute stops one for a week."""

from datetime import datetime, timedelta
from functools import partial

from simulation.city import PUBLISHER, REVIEWER, City, Store
from simulation.doors import desk, mall
from simulation.seasons import Day

REPORT_REASONS = ("unclear", "off_topic", "no_place", "known")
ODOMETER_REASONS = ("unclear", "not_fresh", "other_reading")
DISPUTED_FOR = timedelta(days=7)
LEFT_UNDECIDED = 3
"""The newest photos still wait: the desk of the demonstration has something to do."""


def plan(city: City, day: Day) -> None:
    if city.is_by_hand(day.on) and day.is_workday:
        city.later(day.at(16, 0), lambda now: _decide(city, day, now))
    for store in city.stores:
        if store.suspended_until == day.on:
            city.later(day.at(9, 0), partial(_settle, city, store))
    chance, rates = city.chance("offices", day.on), city.world.rates
    open_stores = [store for store in city.stores if store.is_open_on(day.on)]
    if len(open_stores) > 1 and chance.happens(rates.dispute):
        disputed = chance.pick(open_stores)
        city.later(day.at(11, 0), lambda now: _suspend(city, disputed, day, now))
    elif len(open_stores) > 1 and chance.happens(rates.leave):
        leaving = chance.pick(open_stores)
        city.later(day.at(11, 30), lambda now: _leave(city, leaving, now))


def _decide(city: City, day: Day, now: datetime) -> None:
    chance, by = city.chance("decisions", day.on), city.staff[REVIEWER]
    is_last = day.on >= city.last_day - timedelta(days=2)
    reports = desk.reports_waiting()
    for report in reports[:-LEFT_UNDECIDED] if is_last else reports:
        with city.trying("photo reports decided"):
            if chance.happens(city.world.rates.refuse):
                desk.refuse_report(report, reason=chance.pick(REPORT_REASONS), by=by, now=now)
            else:
                desk.accept_report(report, by=by, now=now)
    reviews = desk.odometers_waiting()
    for review in reviews[:-1] if is_last else reviews:
        with city.trying("odometers decided"):
            if chance.happens(city.world.rates.refuse):
                desk.refuse_odometer(review, reason=chance.pick(ODOMETER_REASONS), by=by, now=now)
            else:
                desk.accept_odometer(review, by=by, now=now)


def _suspend(city: City, store: Store, day: Day, now: datetime) -> None:
    with city.trying("merchants suspended"):
        store.merchant = mall.suspend(store.merchant, by=city.staff[PUBLISHER], now=now)
        store.suspended_until = day.on + DISPUTED_FOR


def _settle(city: City, store: Store, now: datetime) -> None:
    with city.trying("merchants approved again"):
        store.merchant = mall.approve_again(store.merchant, by=city.staff[PUBLISHER], now=now)
        store.suspended_until = None


def _leave(city: City, store: Store, now: datetime) -> None:
    """Takes its offers off and shuts its shops; vouchers that are out can be given back, or expire."""
    with city.trying("merchants left"):
        for offer in store.offers:
            mall.withdraw(offer, now=now)
        mall.close(store.merchant, now=now)
        store.is_gone = True
