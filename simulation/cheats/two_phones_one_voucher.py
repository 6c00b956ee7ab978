"""Shows one voucher at two tills, and gives it back after it was taken."""

from datetime import datetime, timedelta
from typing import Any

from simulation.city import City, Store
from simulation.doors import mall, vouchers
from simulation.people import Person
from simulation.seasons import Day


def plan(city: City, person: Person, day: Day) -> None:
    stores = [store for store in city.stores if store.is_open_on(day.on)]
    if stores:
        store = city.chance("one voucher", person.number, day.on).pick(stores)
        city.later(day.at(13, 10), lambda now: _redeem(city, person, store, now))


def _redeem(city: City, person: Person, store: Store, now: datetime) -> None:
    with city.trying("cheats: vouchers redeemed"):
        voucher = vouchers.redeem(citizen=person.account, offer=store.offers[0], key=city.next_key(), now=now)
        for minutes in (1, 3):
            city.later(now + timedelta(minutes=minutes), lambda then: _show(city, store, voucher, then))
        city.later(now + timedelta(minutes=5), lambda then: _give_back(city, person, voucher, then))


def _show(city: City, store: Store, voucher: Any, now: datetime) -> None:
    shop = mall.shops_of(store.merchant)[0]
    with city.trying("cheats: vouchers shown again"):
        code = vouchers.code_on(vouchers.as_it_is(voucher), now=now)
        vouchers.capture(cashier=store.cashiers[0], shop=shop, code=code, key=city.next_key(), now=now)
        city.sold(voucher, now)


def _give_back(city: City, person: Person, voucher: Any, now: datetime) -> None:
    with city.trying("cheats: used vouchers given back"):
        vouchers.give_back(citizen=person.account, voucher=voucher, key=city.next_key(), now=now)
