"""Whoever comes for what is all taken asks to be told of more, and is when there is some."""

from datetime import datetime
from typing import Any

from simulation.city import City
from simulation.doors import wishes
from simulation.people import Person
from simulation.seasons import Day

TOLD_AT = ((10, 5), (16, 0), (21, 0))


def plan(city: City, day: Day) -> None:
    for hour, minute in TOLD_AT:
        city.later(day.at(hour, minute), lambda now: _tell(city, now))


def ask(city: City, person: Person, offer: Any, now: datetime) -> None:
    if city.chance("asks for more", person.number, now).happens(city.world.rates.wish):
        with city.trying("wishes for more stock"):
            wishes.wish(citizen=person.account, offer=offer, now=now)
            city.memory.wishes[person.account.pk, wishes.address_of(offer)] += 1


def _tell(city: City, now: datetime) -> None:
    """What there was just before is held against what is told."""
    waiting, left = wishes.waiting(), wishes.left(now)
    city.counted["told of more stock"] += wishes.tell(now=now)
    still = wishes.waiting()
    for citizen_id, offer_id in sorted(waiting - still):
        if not left.get(offer_id):
            city.memory.mistold.append(f"citizen {citizen_id} was told of offer {offer_id} at {now}")
    for citizen_id, offer_id in sorted(still):
        if left.get(offer_id):
            city.memory.mistold.append(f"citizen {citizen_id} was not told of offer {offer_id} at {now}")
