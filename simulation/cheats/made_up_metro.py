"""Makes up journeys by metro, a handful a day, at whatever hour."""

from datetime import datetime, timedelta

from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Sender, journey
from simulation.people import Person
from simulation.seasons import Day

MEASURED_ONLY = True
JOURNEYS = 5


def plan(city: City, person: Person, day: Day) -> None:
    if person.home and person.work and person.home != person.work:
        city.later(day.at(23, 40), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance("made up", person.number, day.on)
    stations = {"origin": person.home, "destination": person.work}
    begun = sorted(day.at(0) + timedelta(minutes=chance.whole(0, 1_340)) for _journey in range(JOURNEYS))
    told = [journey("metro", at, 70, {**stations}) for at in begun]
    for outcome in gate.send(person.account, told, sender=Sender.PHONE, now=now):
        city.counted["cheats: journeys made up"] += gate.is_new(outcome)
