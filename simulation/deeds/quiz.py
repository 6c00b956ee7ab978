"""The quiz of the day, with more or fewer right answers."""

from datetime import datetime

from simulation.city import City
from simulation.doors import quiz
from simulation.people import Person
from simulation.seasons import Day

NAME = "quiz"
QUESTIONS = 3


def plan(city: City, person: Person, day: Day) -> None:
    chance = city.chance(NAME, person.number, day.on)
    right = QUESTIONS - chance.pick((0, 0, 1, 1, 2, 3))
    city.later(day.at(chance.whole(12, 22), chance.whole(0, 59)), lambda now: _answer(city, person, right, now))


def _answer(city: City, person: Person, right: int, now: datetime) -> None:
    with city.trying("quizzes answered"):
        quiz.answer(citizen=person.account, right=right, now=now)
