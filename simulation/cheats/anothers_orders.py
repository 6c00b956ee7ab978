"""Uploads the ride orders of somebody else, and both count them as their own."""

from datetime import datetime

from simulation.city import City
from simulation.doors import files
from simulation.people import Person
from simulation.seasons import Day


def plan(city: City, person: Person, day: Day) -> None:
    if day.number % 3 == 0:
        friend = city.people[0]
        city.later(day.at(20, 10), lambda now: _send(city, friend, day, now))
        city.later(day.at(20, 30), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    rows = [
        f"{day.on} {hour:02}:05,{day.on} {hour:02}:25,{4_000 + hour},HB{day.on:%y%m%d}{hour:04}" for hour in (8, 18)
    ]
    content = "\n".join(["开始时间,结束时间,距离（米）,订单号", *rows]).encode()
    with city.trying("cheats: orders uploaded"):
        files.send(citizen=person.account, name="骑行订单.csv", content=content, now=now)
