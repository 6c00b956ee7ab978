"""What is used up from time to time, of whatever buyers have."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.city import City
from simulation.doors import units
from simulation.second_path import plans

RELEASED_AFTER = timedelta(hours=1)


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
