"""A cup of tea on Saturdays, at the first shop of the first merchant, for credits."""

from datetime import datetime

from simulation import shopping
from simulation.city import City
from simulation.doors import vouchers
from simulation.people import Person
from simulation.seasons import SATURDAY, Day

NAME = "tea"


def plan(city: City, person: Person, day: Day) -> None:
    if day.on.isoweekday() == SATURDAY and city.stores:
        city.later(day.at(15, 5), lambda now: _have_a_cup(city, person, now))


def _have_a_cup(city: City, person: Person, now: datetime) -> None:
    store = city.stores[0]
    tea = store.offers[0]
    if vouchers.balance(person.account, now=now) < tea.price:
        return
    voucher = shopping.redeem(city, person, store, tea, now)
    if voucher is not None:
        shopping.use(city, person, (voucher, store), now)
