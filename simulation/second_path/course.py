"""Each day of the second path: what the stories of projects say, and what is offered and used up."""

from datetime import datetime, timedelta
from functools import partial

from simulation.city import City
from simulation.doors import bulletin as clock
from simulation.seasons import Day
from simulation.second_path import bulletin, cases, events, founding, plans, pooling
from simulation.second_path.deeds import DEEDS
from simulation.second_path.trading import use_up
from simulation.second_path.venture import Venture

EVERY_DAYS, OFFERED_EVERY_DAYS = 12, 2
"""So often something is used up, and something is offered."""
YEARS_AGO = 3
"""Before the last day buyers make their year good."""
APPLIED_AGO, SUSPENDED_AGO = 4, 6
BEGINS, BETWEEN = (9, 0), timedelta(minutes=40)
"""On a day's working hours a project is looked at, and how long after that again."""
TURNS = 30


def plan(city: City, day: Day) -> None:
    if not city.world.has_projects:
        return
    if day.number == 0:
        city.second_path = founding.begin(city)
        founding.fill_desk(city)
        city.later(day.at(8, 0), partial(founding.found, city))
    pooling.plan(city, day)
    days = city.world.days
    if day.number == max(1, days - APPLIED_AGO):
        city.later(day.at(8, 30), partial(founding.apply_late, city))
    if day.number == max(1, days - SUSPENDED_AGO):
        city.later(day.at(17, 30), partial(founding.suspend, city))
    for venture in city.second_path.ventures:
        _plan(city, day, venture)
    events.plan(city, day)
    cases.plan(city, day)
    if day.number and day.number % EVERY_DAYS == 0:
        city.later(day.at(19, 0), partial(use_up, city))
    if day.number and day.number % OFFERED_EVERY_DAYS == 0:
        city.later(day.at(15, 0), partial(bulletin.offer, city))
    city.later(day.at(1, 0), partial(_tidy, city))
    if day.number == max(1, days - YEARS_AGO):
        for number in range(len(city.second_path.of("buyer"))):
            city.later(day.at(16, 0) + number * BETWEEN, partial(bulletin.make_good, city, number))


def _plan(city: City, day: Day, venture: Venture) -> None:
    since = day.number - (city.world.days - venture.plan["ago"])
    first = day.at(*BEGINS) + timedelta(minutes=venture.number % TURNS)
    for nth, name in enumerate(plans.story(venture.plan["story"]).get(since, ())):
        city.later(first + nth * BETWEEN, partial(_do, city, venture, name))


def _tidy(_city: City, now: datetime) -> None:
    clock.tidy(now=now)


def _do(city: City, venture: Venture, name: str, now: datetime) -> None:
    if venture.is_stuck:
        return
    venture.is_stuck = True
    with city.trying(f"projects: {name}"):
        DEEDS[name](city, venture, now)
        venture.is_stuck = False
