"""Citizens answer: they appeal against a refusal, say what did not arrive, and withdraw what they typed wrong."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.city import City
from simulation.doors import acts as gate
from simulation.doors import answers
from simulation.doors.desk import Item
from simulation.habits.base import journey, total
from simulation.people import Person
from simulation.seasons import Day

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
NOTICED_AFTER = timedelta(hours=16)
READ_AT = (19, 30)
"""What was refused since the evening before is read."""
LOST = {"bus": (20, 8_000), "bike-share": (15, 3_000)}
"""How many minutes and metres it took that did not arrive."""
SAID = "这次是我本人做的，请再看一下。"


def plan(city: City, day: Day) -> None:
    """What people answer on a day of forms."""
    city.later(day.at(*READ_AT), lambda now: _read(city, now))
    for person in city.people:
        chance, rates = city.chance("answering", person.number, day.on), city.world.rates
        if chance.happens(rates.lost):
            city.later(day.at(20, chance.whole(0, 59)), partial(_claim, city, person, day))
        if chance.happens(rates.mistyped):
            city.later(day.at(18, chance.whole(0, 59)), partial(_mistype, city, person, day))


def _read(city: City, now: datetime) -> None:
    for place, item in enumerate(answers.refused(now - ONE_DAY, now)):
        person, rates = city.of_account[item.citizen_id], city.world.rates
        chance = city.chance("appeal", person.number, item.named)
        if chance.happens(rates.appeal_of_cheats if person.cheat else rates.appeal):
            city.later(now + timedelta(seconds=place), partial(_appeal, city, person, item))


def _appeal(city: City, person: Person, item: Item, now: datetime) -> None:
    with city.trying("appeals"):
        answers.appeal(item, citizen=person.account, words=SAID, now=now)


def _claim(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("lost", person.number, day.on)
    scenario = chance.pick(list(LOST))
    minutes, metres = LOST[scenario]
    lost = journey(scenario, day.at(16, chance.whole(0, 59)), minutes, {"distance_m": metres})
    with city.trying("acts said not to have arrived"):
        answers.claim(lost, citizen=person.account, through="天府通", now=now)


def _mistype(city: City, person: Person, day: Day, now: datetime) -> None:
    """Twice the steps, which is noticed the next morning."""
    with city.trying("numbers mistyped"):
        outcome = gate.tell(person.account, total("walking", day, {"steps": person.steps * 2}), now=now)
        if gate.is_new(outcome):
            city.later(now + NOTICED_AFTER, partial(_withdraw, city, person, day, outcome))


def _withdraw(city: City, person: Person, day: Day, outcome: Any, now: datetime) -> None:
    """And types the right number."""
    with city.trying("numbers withdrawn"):
        gate.withdraw(outcome, now=now)
    with city.trying("numbers typed right"):
        gate.tell(person.account, total("walking", day, {"steps": person.steps}), now=now + ONE_MINUTE)
