"""Now and then credits are adjusted: account service proposes, finance decides, or nobody does.

In the demonstration one of the day before the last waits for finance.
Who has proposed also tries to approve it, where keys are pressed twice: nothing may come of that.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.city import FUNDER, KEEPER, City
from simulation.doors import adjusting
from simulation.people import Person
from simulation.seasons import Day

AMOUNTS = (5, 20, 60, -5, -20, -80)
"""More than many have, so that some of it is owed."""
FORGOTTEN = "forgotten"
ENDS = {"approved": 7, "declined": 1, "withdrawn": 1, FORGOTTEN: 1}
LATER, ONE_DAY = timedelta(hours=2), timedelta(days=1)


def plan(city: City, day: Day) -> None:
    if _is_left_waiting(city, day) or city.chance("adjusting", day.on).happens(city.world.rates.adjust):
        city.later(day.at(10, 40), partial(_propose, city, day))


def _is_left_waiting(city: City, day: Day) -> bool:
    return city.world.has_cast and day.on == city.last_day - ONE_DAY


def _propose(city: City, day: Day, now: datetime) -> None:
    chance = city.chance("adjusted", day.on)
    person = chance.pick([one for one in city.people if not one.is_of_the_cast])
    credits, end = chance.pick(AMOUNTS), FORGOTTEN if _is_left_waiting(city, day) else chance.weighted(ENDS)
    with city.trying("adjustments proposed"):
        proposed = adjusting.propose(citizen=person.account, credits=credits, by=city.staff[KEEPER], now=now)
        if chance.happens(city.world.rates.doubled):
            city.later(now, partial(_approve, city, person, proposed, credits, KEEPER))
        if end == "approved":
            city.later(now + LATER, partial(_approve, city, person, proposed, credits, FUNDER))
        elif end != FORGOTTEN:
            city.later(now + LATER, partial(_end, city, proposed, end))


def _approve(city: City, person: Person, proposed: Any, credits: int, office: str, now: datetime) -> None:
    with city.trying("adjustments approved"):
        adjusting.approve(proposed, by=city.staff[office], now=now)
        city.memory.adjusted[person.account.pk] += credits
        city.memory.told[person.account.pk, "adjusted"] += 1


def _end(city: City, proposed: Any, end: str, now: datetime) -> None:
    with city.trying(f"adjustments {end}"):
        if end == "declined":
            adjusting.decline(proposed, by=city.staff[FUNDER], now=now)
        else:
            adjusting.withdraw(proposed, by=city.staff[KEEPER], now=now)
