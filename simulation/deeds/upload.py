"""A table of steps that somebody keeps by hand, uploaded once in a while."""

from datetime import datetime, timedelta

from simulation.city import City
from simulation.doors import files
from simulation.people import Person
from simulation.seasons import Day

NAME = "upload"
ROWS = 6


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(21, chance.whole(0, 59)), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance(NAME, "rows", person.number, day.on)
    days = [day.on - timedelta(days=back) for back in range(1, ROWS + 1)]
    rows = [f"{on},{max(chance.around(person.steps, person.steps // 2), 100)}" for on in days]
    content = "\n".join(["日期,步数", *rows]).encode()
    with city.trying("files uploaded"):
        files.send(citizen=person.account, name=f"步数 {day.on}.csv", content=content, now=now)
