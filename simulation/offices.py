"""What the city's offices do on a day: acts are taken back, citizens frozen, merchants leave or rest for a dispute.

What waits for a decision is the reviewers' (`simulation/reviewers.py`).
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation import settling
from simulation.chance import Chance
from simulation.city import KEEPER, PUBLISHER, REVIEWERS, City, Store
from simulation.doors import acts as gate
from simulation.doors import mall, standing
from simulation.memory import Frozen
from simulation.people import Person
from simulation.seasons import Day

DISPUTED_FOR = timedelta(days=7)
SETTLED_AFTER = timedelta(hours=2)
LOOKED_BACK = timedelta(days=20)
"""So old at the most are acts that are taken back."""
FOUND_OUT, CORRECTED = ("not_done", "not_own", "proof", "twice"), ("operator", "mistaken")
"""Why acts of those who cheat are taken back, and why those of others."""
FROZEN_DAYS = (1, 10)
MOSTLY = 0.7


def plan(city: City, day: Day) -> None:
    for store in city.stores:
        if store.suspended_until == day.on:
            city.later(day.at(9, 0), partial(_settle, city, store))
    if city.chance("revoking", day.on).happens(city.world.rates.revoke):
        city.later(day.at(11, 10), partial(_take_back, city, day))
    if city.chance("freezing", day.on).happens(city.world.rates.freeze):
        city.later(day.at(11, 20), partial(_freeze, city, day))
    chance, rates = city.chance("offices", day.on), city.world.rates
    open_stores = [store for store in city.stores if store.is_open_on(day.on)]
    if len(open_stores) > 1 and chance.happens(rates.dispute):
        disputed = chance.pick(open_stores)
        city.later(day.at(11, 0), lambda now: _suspend(city, disputed, day, now))
    elif len(open_stores) > 1 and chance.happens(rates.leave):
        leaving = chance.pick(open_stores)
        city.later(day.at(11, 30), lambda now: _leave(city, leaving, now))


def _suspend(city: City, store: Store, day: Day, now: datetime) -> None:
    with city.trying("merchants suspended"):
        store.merchant = mall.suspend(store.merchant, by=city.staff[PUBLISHER], now=now)
        store.suspended_until = day.on + DISPUTED_FOR


def _settle(city: City, store: Store, now: datetime) -> None:
    with city.trying("merchants approved again"):
        store.merchant = mall.approve(store.merchant, by=city.staff[PUBLISHER], now=now)
        store.suspended_until = None


def _leave(city: City, store: Store, now: datetime) -> None:
    """Takes its offers off and shuts its shops; vouchers that are out can be given back, or expire."""
    with city.trying("merchants left"):
        for offer in store.offers:
            mall.withdraw(offer, now=now)
        mall.close(store.merchant, now=now)
        store.is_gone = True
        # What was just taken there can be undone for a while.
        city.later(now + SETTLED_AFTER, lambda then: settling.settle_finally(city, store.merchant, then))


def _take_back(city: City, day: Day, now: datetime) -> None:
    """An act of somebody who cheats, where it was found out, or one that its operator corrects."""
    chance = city.chance("taken back", day.on)
    person = _suspect(city, chance)
    found = gate.counted_since(person.account, day.on - LOOKED_BACK)
    if not found:
        return
    reason = chance.pick(FOUND_OUT if person.cheat else CORRECTED)
    with city.trying("acts taken back"):
        gate.take_back(chance.pick(found), reason=reason, by=city.staff[REVIEWERS[0]], now=now)
        city.memory.told[person.account.pk, "taken back"] += 1


def _freeze(city: City, day: Day, now: datetime) -> None:
    """For some days; what was looked into turns out to be nothing, or the time runs out."""
    chance, by = city.chance("frozen", day.on), city.staff[KEEPER]
    person = _suspect(city, chance)
    earning, spending = chance.pick(((True, True), (True, False), (False, True)))
    days = chance.whole(*FROZEN_DAYS)
    with city.trying("citizens frozen"):
        freeze = standing.freeze(
            citizen=person.account,
            earning=earning,
            spending=spending,
            reason=chance.pick(standing.REASONS),
            ends_at=now + timedelta(days=days),
            by=by,
            now=now,
        )
        city.memory.freezes.append(Frozen(person.account.pk, earning, spending, now, freeze))
        city.memory.told[person.account.pk, "frozen"] += 1
        if chance.happens(city.world.rates.lift):
            half = timedelta(hours=chance.whole(1, days * 24 - 1))
            city.later(now + half, partial(_lift, city, freeze))


def _lift(city: City, freeze: Any, now: datetime) -> None:
    with city.trying("freezes lifted"):
        standing.lift(freeze, by=city.staff[KEEPER], now=now)


def _suspect(city: City, chance: Chance) -> Person:
    """Mostly somebody who cheats, where somebody does; never one as whom visitors enter."""
    drawn = [person for person in city.people if not person.is_of_the_cast]
    cheats = [person for person in drawn if person.cheat]
    return chance.pick(cheats if cheats and chance.happens(MOSTLY) else drawn)
