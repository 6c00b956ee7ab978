"""Once a week the phone and the operators send what somebody did since: late, twice or by a wrong clock at times."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from simulation.chance import Chance
from simulation.city import City
from simulation.doors import acts as gate
from simulation.habits.base import Act, Habit, Sender
from simulation.habits.registry import all_habits
from simulation.people import Person
from simulation.seasons import Day, day_of

WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=28)
"""What is older is left: windows of what a device sends close after thirty days."""


def plan(city: City, person: Person, day: Day) -> None:
    """On the person's day of the week, or each day in the last ones."""
    if day.on.isoweekday() != person.sends_on and not (person.sends_daily and city.is_by_hand(day.on)):
        return
    chance, rates = city.chance("sending", person.number, day.on), city.world.rates
    if chance.happens(rates.late):
        city.counted["weeks sent late"] += 1
        return
    at = day.at(6, 30) + timedelta(seconds=chance.whole(0, 5400))
    city.later(at, lambda now: _send(city, person, day, now))
    if chance.happens(rates.doubled):
        city.later(at + timedelta(minutes=chance.whole(1, 600)), lambda now: _send_again(city, person, now))
    if chance.happens(rates.wrong_clock):
        city.later(at + timedelta(minutes=5), lambda now: _send_ahead(city, person, day, now))


def acts_of(city: City, person: Person, first: date, after: date) -> dict[Sender, list[Act]]:
    """All that somebody did on those days whose sender is not themselves, in the order of the days."""
    sent: dict[Sender, list[Act]] = defaultdict(list)
    on = first
    while on < after:
        day = day_of(on, (on - city.first_day).days, seed=city.seed, test_holidays=city.world.test_holidays)
        for habit in _habits_of(person):
            sent[habit.sender] += _acts_on(city, person, habit, day)
        on += ONE_DAY
    return sent


def _habits_of(person: Person) -> Iterator[Habit]:
    return (habit for name, habit in all_habits().items() if name in person.habits)


def _acts_on(city: City, person: Person, habit: Habit, day: Day) -> list[Act]:
    chance = Chance(city.seed, "habit", habit.name, person.number, day.on)
    likely = person.habits[habit.name] * habit.likely(person, day) * city.world.most_acts
    return list(habit.acts(person, day, chance)) if chance.happens(likely) else []


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    first = max(person.sent_until or city.first_day, day.on - LONGEST, city.first_day)
    sent = acts_of(city, person, first, day.on)
    person.sent_until = day.on
    person.belongings["sent"] = sent
    _hand_in(city, person, sent, now)


def _send_again(city: City, person: Person, now: datetime) -> None:
    """The network broke, or the app did: the same again, of which nothing may come."""
    for sender, told in person.belongings.get("sent", {}).items():
        new = [outcome for outcome in gate.send(person.account, told, sender=sender, now=now) if gate.is_new(outcome)]
        assert not new, f"person {person.number} sent a week twice, and {len(new)} acts were recorded again"
        city.counted["acts sent twice"] += len(told)


def _send_ahead(city: City, person: Person, day: Day, now: datetime) -> None:
    """A phone whose clock runs a day ahead tells of tomorrow."""
    sent = acts_of(city, person, day.on + ONE_DAY, day.on + 2 * ONE_DAY)
    _hand_in(city, person, {sender: [_renamed(act) for act in told] for sender, told in sent.items()}, now)


def _renamed(act: Act) -> Act:
    return Act(act.scenario, act.span, act.started_at, act.ended_at, act.values, f"ahead:{act.client_id}")


def _hand_in(city: City, person: Person, sent: dict[Sender, list[Act]], now: datetime) -> None:
    for sender, told in sent.items():
        for outcome in gate.send(person.account, told, sender=sender, now=now) if told else ():
            refusal = gate.refusal_of(outcome)
            if refusal is None:
                city.counted["acts sent"] += 1
            else:
                city.refused[f"act sent: {refusal.code}"] += 1
