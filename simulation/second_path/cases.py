"""Owners of projects hand in low-carbon cases, and the desk says something to those that it has looked at."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.city import City
from simulation.doors import cases
from simulation.seasons import Day
from simulation.second_path import plans

DECIDED_AFTER = timedelta(days=1, hours=3)
DESK = "designs"


def plan(city: City, day: Day) -> None:
    """The demonstration alone has them."""
    if not city.world.has_cast:
        return
    left = city.world.days - 1 - day.number
    for row in plans.of("cases"):
        if row["ago"] == left and row["organisation"] in city.second_path.organisations:
            city.later(day.at(11, 20), partial(_hand_in, city, row))


def _hand_in(city: City, row: Mapping[str, Any], now: datetime) -> None:
    by = city.second_path.organisations[row["organisation"]]
    with city.trying("cases handed in"):
        made = cases.hand_in(by.organisation, row["document"], now=now)
        city.counted["cases handed in"] += 1
        if "decided" in row:
            city.later(now + DECIDED_AFTER, partial(_decide, city, made, row["decided"]))


def _decide(city: City, made: Any, decided: Mapping[str, Any], now: datetime) -> None:
    with city.trying("cases decided on"):
        cases.decide(made, **decided, by=city.staff[DESK], now=now)
        city.counted["cases decided on"] += 1
