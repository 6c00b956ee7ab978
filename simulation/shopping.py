"""People spend what they have, and shops take it: redeemed, taken at a till, undone, given back, or left to expire.

What was taken is remembered, with what became of it: by that each month's statements are proven.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from common.errors import DomainError
from simulation import wishing
from simulation.city import REFUNDER, City, Store
from simulation.doors import mall, vouchers
from simulation.memory import Sale
from simulation.people import Person
from simulation.seasons import Day

UNDO_AFTER = timedelta(minutes=4)
LAST_HOUR = 20
LAST_MINUTES = (57, 59)
REFUNDED_AFTER_DAYS = (1, 40)
BY_THE_OWNER = 0.6


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
    amount_fen = chance.whole(1, voucher.left_fen) if voucher.value_fen else None
    if chance.happens(rates.wrong_code):
        with city.trying("wrong codes"):
            vouchers.capture(cashier=cashier, shop=shop, code="000000000000", key=city.next_key(), now=now)
    try:
        code = vouchers.code_on(voucher, now=now)
        taken = vouchers.capture(
            cashier=cashier, shop=shop, code=code, key=city.next_key(), now=now, amount_fen=amount_fen
        )
    except DomainError as error:
        city.refused[f"vouchers used: {error.code}"] += 1
        return
    city.counted["vouchers used"] += 1
    if taken.part:
        city.counted["parts of vouchers taken"] += 1
        city.memory.told[person.account.pk, "part used"] += 1
    if not vouchers.is_held(voucher):
        _forget(city, person, held)
    sold = taken.part or voucher
    sale = city.sold(sold, now)
    if chance.happens(rates.undo):
        city.later(now + UNDO_AFTER, lambda then: _undo(city, person, held, taken, sale, then))
    elif chance.happens(rates.refund):
        after = timedelta(days=chance.whole(*REFUNDED_AFTER_DAYS))
        city.later(now + after, lambda then: _refund(city, person, store, sold, sale, then))


def _undo(city: City, person: Person, held: tuple[Any, Store], taken: Any, sale: Sale, now: datetime) -> None:
    with city.trying("uses undone"):
        vouchers.undo(cashier=held[1].cashiers[0], taken=taken, key=city.next_key(), now=now)
        sale.undone_at = now
        if taken.part:
            city.memory.told[person.account.pk, "part undone"] += 1
        own = city.vouchers.setdefault(person.number, [])
        if held not in own and vouchers.is_held(held[0]):
            own.append(held)


def _refund(city: City, person: Person, store: Store, sold: Any, sale: Sale, now: datetime) -> None:
    """By the owner, or by the desk where somebody complained there."""
    owner, desk = store.owner, city.staff[REFUNDER]
    is_owners = city.chance("refund", person.number, now).happens(BY_THE_OWNER)
    with city.trying("uses refunded"):
        if is_owners:
            vouchers.refund(sold, by=owner.user, membership=owner, now=now)
        else:
            vouchers.refund(sold, by=desk, now=now)
        sale.undone_at = now
        city.memory.told[person.account.pk, "refunded"] += 1


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
