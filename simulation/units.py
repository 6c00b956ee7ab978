"""The second path in a simulated city: projects are registered and issued units, which go to a buyer and are used up.

Enterprises and projects are those of `projects.yaml`; a world says whether it has them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from projects.models import CarbonProject, Organisation, Part, Purpose
from simulation.city import ACCOUNTANT, PAYER, City
from simulation.doors import accounts, units
from simulation.seasons import Day

PLANS = Path(__file__).parent / "projects.yaml"
BUYER = {"zh-hans": "锦江会展公司（示例）", "en": "Jinjiang fairs (example)"}
BUYERS_LICENCE = "91510104MA6CEXA55T"
OCCASIONS = (
    ("绿色消费节（示例）", Purpose.EVENT),
    ("城市马拉松（示例）", Purpose.EVENT),
    ("会展公司年度运营（示例）", Purpose.ENTERPRISE),
)
RELEASED_AFTER = timedelta(hours=3)
EVERY_DAYS = 12
"""So often the buyer buys and something is used up."""


@cache
def plans() -> Sequence[Mapping[str, Any]]:
    return tuple(yaml.safe_load(PLANS.read_text(encoding="utf-8")))


def plan(city: City, day: Day) -> None:
    if not city.world.has_projects:
        return
    if day.number == 0:
        city.later(day.at(8, 0), lambda now: _register(city, now))
    elif day.number == 1:
        city.later(day.at(10, 0), lambda now: _issue(city, now))
    elif day.number % EVERY_DAYS == 0:
        city.later(day.at(10, 30), lambda now: _buy(city, now))
        city.later(day.at(15, 30), lambda now: _use_up(city, now))


def _register(city: City, now: datetime) -> None:
    city.buyer = units.organisation(name=BUYER, licence=BUYERS_LICENCE, seats=_seats(city, 0, now), now=now)
    for number, each in enumerate(plans(), 1):
        with city.trying("projects registered"):
            seats = _seats(city, number, now)
            city.projects.append(units.register(number=number, plan=each, seats=seats, now=now))


def _issue(city: City, now: datetime) -> None:
    for project, each in zip(city.projects, plans(), strict=True):
        with city.trying("issuances"):
            by, agreed_by = city.staff[ACCOUNTANT], city.staff[PAYER]
            units.issue(project, kilograms=each["kilograms"], by=by, agreed_by=agreed_by, now=now)


def _buy(city: City, now: datetime) -> None:
    chance = city.chance("units bought", now.date())
    project: CarbonProject = chance.pick(city.projects)
    for block in units.held_by(project.owner)[:1]:
        with city.trying("transfers of units ordered"):
            tonnes = min(chance.whole(40, 400), block.tonnes)
            order = units.transfer(block, tonnes=tonnes, taker=city.buyer, now=now)
            city.later(now + RELEASED_AFTER, partial(_release, city, order))


def _use_up(city: City, now: datetime) -> None:
    chance = city.chance("units used", now.date())
    holder: Organisation = city.buyer if chance.happens(2 / 3) else chance.pick(city.projects).owner
    beneficiary, purpose = chance.pick(OCCASIONS)
    for block in units.held_by(holder)[:1]:
        with city.trying("retirements ordered"):
            tonnes = min(chance.whole(20, 200), block.tonnes)
            order = units.retire(block, tonnes=tonnes, beneficiary=beneficiary, purpose=purpose, now=now)
            city.later(now + RELEASED_AFTER, partial(_release, city, order))


def _release(city: City, order: Any, now: datetime) -> None:
    with city.trying("orders released"):
        units.release(order, now=now)


def _seats(city: City, number: int, now: datetime) -> Mapping[Part, Any]:
    """Two people who do nothing else."""
    people = {}
    for place, part in enumerate((Part.EDITOR, Part.RELEASER)):
        phone, name = f"1990000{number:02}{place:02}", part.label
        people[part] = accounts.sign_up(
            phone=f"+86{phone}", name=str(name), district="jinjiang", language="zh-hans", now=now
        )
        accounts.enrol(people[part], now=now)
    return people
