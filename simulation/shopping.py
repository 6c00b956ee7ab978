"""People spend what they have, and shops take it: redeemed, taken at a till, undone, given back, or left to expire."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from common.errors import DomainError
from simulation.city import City, Store
from simulation.doors import mall, vouchers
from simulation.people import Person
from simulation.seasons import Day

UNDO_AFTER = timedelta(minutes=4)
LAST_HOUR = 20


def plan(city: City, person: Person, day: Day) -> None:
    """What somebody does with credits and vouchers on a day, if anything."""
    chance, rates = city.chance("shopping", person.number, day.on), city.world.rates
    at = day.at(chance.whole(10, LAST_HOUR), chance.whole(0, 59), chance.whole(0, 59))
    for voucher in list(city.vouchers.get(person.number, ())):
        if chance.happens(rates.use):
            city.later(at, partial(use, city, person, voucher))
        elif chance.happens(rates.give_back):
            city.later(at, partial(_give_back, city, person, voucher))
    if chance.happens(rates.redeem):
        city.later(at + timedelta(minutes=20), lambda now: _redeem_something(city, person, day, now))


def redeem(city: City, person: Person, store: Store | None, offer: Any, now: datetime) -> Any:
    """A voucher of the offer; nothing where it was refused."""
    voucher = None
    with city.trying("offers redeemed"):
        voucher = vouchers.redeem(citizen=person.account, offer=offer, key=city.next_key(), now=now)
        if store is not None:
            city.vouchers.setdefault(person.number, []).append((voucher, store))
    return voucher


def use(city: City, person: Person, held: tuple[Any, Store], now: datetime) -> None:
    """Shows the code at the till; at times it is typed wrong first, or what was taken is undone."""
    voucher, store = vouchers.as_it_is(held[0]), held[1]
    if voucher.captured_at is not None or voucher.released_at is not None:
        _forget(city, person, held)
        return
    chance, rates = city.chance("till", person.number, now), city.world.rates
    cashier, shop = store.cashiers[0], mall.shops_of(store.merchant)[0]
    if chance.happens(rates.wrong_code):
        with city.trying("wrong codes"):
            vouchers.capture(cashier=cashier, shop=shop, code="000000000000", key=city.next_key(), now=now)
    try:
        code = vouchers.code_on(voucher, now=now)
        taken = vouchers.capture(cashier=cashier, shop=shop, code=code, key=city.next_key(), now=now)
    except DomainError as error:
        city.refused[f"vouchers used: {error.code}"] += 1
        return
    city.counted["vouchers used"] += 1
    _forget(city, person, held)
    if chance.happens(rates.undo):
        city.later(now + UNDO_AFTER, lambda then: _undo(city, person, taken, store, then))


def _undo(city: City, person: Person, taken: Any, store: Store, now: datetime) -> None:
    with city.trying("uses undone"):
        voucher = vouchers.undo(cashier=store.cashiers[0], taken=taken, key=city.next_key(), now=now)
        city.vouchers.setdefault(person.number, []).append((voucher, store))


def _give_back(city: City, person: Person, held: tuple[Any, Store], now: datetime) -> None:
    with city.trying("vouchers given back"):
        vouchers.give_back(citizen=person.account, voucher=held[0], key=city.next_key(), now=now)
        _forget(city, person, held)


def _redeem_something(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("wish", person.number, day.on)
    stores = [store for store in city.stores if store.is_open_on(day.on)]
    offers: list[tuple[Store | None, Any]] = [(store, offer) for store in stores for offer in store.offers]
    offers += [(None, gift) for gift in city.gifts]
    store, offer = chance.pick(offers)
    if vouchers.balance(person.account, now=now) >= offer.price:
        redeem(city, person, store, offer, now)
    else:
        city.counted["wishes too dear"] += 1


def _forget(city: City, person: Person, held: tuple[Any, Store]) -> None:
    own = city.vouchers.get(person.number, [])
    if held in own:
        own.remove(held)
