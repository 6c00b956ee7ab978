"""People spend what they have, and shops take it: redeemed, taken at a till, undone, given back, or left to expire.

What was taken is remembered, with what became of it: by that each month's statements are proven.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from common.errors import DomainError
from simulation import wishing
from simulation.city import City, Store
from simulation.doors import mall, vouchers
from simulation.memory import Sale
from simulation.people import Person
from simulation.seasons import Day

UNDO_AFTER = timedelta(minutes=4)
LAST_HOUR = 20
LAST_MINUTES = (57, 59)


def plan(city: City, person: Person, day: Day) -> None:
    """What somebody does with credits and vouchers on a day, if anything."""
    chance, rates = city.chance("shopping", person.number, day.on), city.world.rates
    at = day.at(chance.whole(10, LAST_HOUR), chance.whole(0, 59), chance.whole(0, 59))
    used_at = _last_minutes(city, person, day) or at
    for voucher in list(city.vouchers.get(person.number, ())):
        if chance.happens(rates.use):
            city.later(used_at, partial(use, city, person, voucher))
        elif chance.happens(rates.give_back):
            city.later(at, partial(_give_back, city, person, voucher))
    if chance.happens(rates.redeem):
        city.later(at + timedelta(minutes=20), lambda now: _redeem_something(city, person, day, now))


def _last_minutes(city: City, person: Person, day: Day) -> datetime | None:
    """Just before the month ends, where somebody comes then; so late that what is undone is, after."""
    chance = city.chance("last minutes", person.number, day.on)
    if (day.on + timedelta(days=1)).day != 1 or not chance.happens(city.world.rates.last_minute):
        return None
    return day.at(23, chance.whole(*LAST_MINUTES), chance.whole(0, 59))


def redeem(city: City, person: Person, store: Store | None, offer: Any, now: datetime) -> Any:
    """A voucher of the offer; nothing where it was refused. Whoever comes too late may ask to be told of more."""
    try:
        voucher = vouchers.redeem(citizen=person.account, offer=offer, key=city.next_key(), now=now)
    except DomainError as error:
        city.refused[f"offers redeemed: {error.code}"] += 1
        if error.code == vouchers.ALL_TAKEN:
            wishing.ask(city, person, offer, now)
        return None
    city.counted["offers redeemed"] += 1
    if store is not None:
        city.vouchers.setdefault(person.number, []).append((voucher, store))
    elif voucher.merchant_id is not None:
        city.sold(voucher, now)
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
    sale = city.sold(voucher, now)
    if chance.happens(rates.undo):
        city.later(now + UNDO_AFTER, lambda then: _undo(city, person, taken, store, sale, then))


def _undo(city: City, person: Person, taken: Any, store: Store, sale: Sale, now: datetime) -> None:
    with city.trying("uses undone"):
        voucher = vouchers.undo(cashier=store.cashiers[0], taken=taken, key=city.next_key(), now=now)
        sale.undone_at = now
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
