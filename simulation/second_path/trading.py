"""What is bought and used up from time to time, of whatever projects have."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.city import City
from simulation.doors import units
from simulation.second_path import plans

RELEASED_AFTER = timedelta(hours=1)


def buy(city: City, now: datetime) -> None:
    chance = city.chance("units bought", now.date())
    issued = [venture for venture in city.second_path.ventures if venture.is_issued]
    for venture in chance.some(issued, 2):
        for block in units.held_by(venture.owner.organisation)[:1]:
            with city.trying("transfers of units ordered"):
                tonnes, taker = min(chance.whole(40, 400), block.tonnes), chance.pick(city.second_path.of("buyer"))
                order = units.transfer(block, tonnes=tonnes, taker=taker.organisation, now=now)
                city.later(now + RELEASED_AFTER, partial(release, city, order))


def use_up(city: City, now: datetime) -> None:
    chance = city.chance("units used", now.date())
    for holder in chance.some(city.second_path.of("buyer"), 2):
        for block in units.held_by(holder.organisation)[:1]:
            beneficiary, purpose = chance.pick(plans.words("occasions"))
            with city.trying("retirements ordered"):
                tonnes = min(chance.whole(20, 200), block.tonnes)
                order = units.retire(block, tonnes=tonnes, beneficiary=beneficiary, purpose=purpose, now=now)
                city.later(now + RELEASED_AFTER, partial(release, city, order))


def release(city: City, order: Any, now: datetime) -> None:
    with city.trying("orders released"):
        units.release(order, now=now)
