"""The course of a simulation: the city is founded, and one day after the other passes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import cycle
from time import monotonic

from methodologies.metro_network import stations
from simulation import (
    adjusting,
    answering,
    campaigning,
    cast,
    market,
    offices,
    population,
    reviewers,
    settling,
    shopping,
    teaming,
    wishing,
)
from simulation.cheats import all_cheats, usual_cheats
from simulation.city import FUNDER, OFFICES, City
from simulation.deeds import meters, sending
from simulation.deeds.registry import all_deeds
from simulation.digest import digest_of
from simulation.doors import accounts, answers, budgets, clock, inbox, scoring, standing, venues
from simulation.doors import adjusting as adjustments
from simulation.hurry import same_chance
from simulation.invariants import Broken, broken
from simulation.people import Person
from simulation.seasons import Day, day_of
from simulation.second_path import course as second_path
from simulation.worlds import World

ONE_DAY = timedelta(days=1)
SCORED_AT = ((9, 30), (22, 45))
"""When the waiting acts of a day are scored. A worker would do so at once; of many together it is quicker."""
FOUNDED_AT = (0, 30)
LEAST_FUNDED = 100

Tell = Callable[[Day, City], None]


@dataclass(slots=True)
class Told:
    """What a simulation did. `broken` is of the first day on which a promise was not kept; then the days end."""

    city: City
    digest: str
    seconds: float
    acts: int
    broken: list[Broken] = field(default_factory=list)
    broken_on: date | None = None


def simulate(
    world: World, *, seed: int, until: date, days: int | None = None, tell: Tell = lambda _day, _city: None
) -> Told:
    """Lets the world's days pass, the last of which is `until`; `days` cuts them short.

    Not within a transaction of the caller's.
    """
    world = replace(world, days=days or world.days)
    began = monotonic()
    city = City(world, seed, until - timedelta(days=world.days - 1), until)
    broken_on, found = None, list[Broken]()
    for number in range(world.days):
        day = day_of(city.first_day + number * ONE_DAY, number, seed=seed, test_holidays=world.test_holidays)
        pass_day(city, day)
        tell(day, city)
        if _is_looked_at(world, number) and (found := broken(city, day)):
            broken_on = day.on
            break
    return Told(city, digest_of(city), monotonic() - began, city.counted["acts scored"], found, broken_on)


def pass_day(city: City, day: Day, *, before: datetime | None = None) -> None:
    """Plans the day of everybody, then does what is planned in the order of its moments, up to `before` where given."""
    if day.number == 0:
        found(city, day.at(*FOUNDED_AT))
    else:
        city.later(day.at(0, 40), lambda now: _midnight(city, day, now))
        if city.world.seals:
            # The day before is over for good once nothing of it is planned any more.
            city.later(day.at(1, 0), lambda now: clock.seal(day.on - ONE_DAY, now=now))
    if day.on.day == 1 or day.number == 0:
        city.later(day.at(1, 30), lambda now: _fund(city, day, now))
    offices.plan(city, day)
    adjusting.plan(city, day)
    reviewers.plan(city, day)
    settling.plan(city, day)
    second_path.plan(city, day)
    market.plan(city, day)
    wishing.plan(city, day)
    campaigning.plan(city, day)
    teaming.plan(city, day)
    if day.number % city.world.lives_every == 0:
        _live(city, day)
    city.agenda.run_until(before or day.at(0) + ONE_DAY)


def _live(city: City, day: Day) -> None:
    if city.is_by_hand(day.on):
        city.venues = venues.open_on(day.on)
        answering.plan(city, day)
    for person in city.people:
        plan(city, person, day)
    for hour, minute in SCORED_AT:
        city.later(day.at(hour, minute), lambda now: _score(city, now))


def plan(city: City, person: Person, day: Day) -> None:
    """What somebody does on a day."""
    sending.plan(city, person, day)
    for name, deed in all_deeds().items():
        if name in person.habits and _is_done(city, person, name, day):
            deed(city, person, day)
    if city.stores:
        shopping.plan(city, person, day)
    if person.cheat:
        all_cheats()[person.cheat](city, person, day)


def _is_done(city: City, person: Person, name: str, day: Day) -> bool:
    """Meters are read the year round; all else by hand is of the last days."""
    if name != meters.NAME and not city.is_by_hand(day.on):
        return False
    return city.chance("deed", name, person.number, day.on).happens(person.habits[name] * city.world.most_acts)


def found(city: City, now: datetime) -> None:
    """The people sign up, the offices are filled, the shops open."""
    budgets.open_budget()
    codes = [station.code for station in stations()]
    own = cast.people() if city.world.has_cast else []
    drawn = [
        population.drawn(number, seed=city.seed, stations=codes) for number in range(len(own), city.world.citizens)
    ]
    kinds = all_cheats() if city.world.cheats_alone else usual_cheats()
    for person, cheat in zip(reversed(drawn), cycle(kinds), strict=False):
        if drawn[-1].number - person.number < city.world.cheats:
            person.cheat = cheat
            if city.world.cheats_alone:
                person.habits = {}
    for person in (*own, *drawn):
        sign_up(city, person, now)
    for office, group in OFFICES.items():
        city.staff[office] = accounts.member_of_staff(name=f"city-{office}", group=group)
    if own:
        cast.fill_offices(city)
    if city.world.merchants:
        market.open_market(city, now=now)
    if own:
        cast.take_places(city, now=now)


def sign_up(city: City, person: Person, now: datetime) -> None:
    person.user = accounts.sign_up(
        phone=person.phone, name=person.name, district=person.district, language=person.language, now=now
    )
    city.people.append(person)
    city.of_account[person.user.pk] = person


def _midnight(city: City, day: Day, now: datetime) -> None:
    vouchers, vintages = clock.expire(now=now)
    city.counted["vouchers expired"] += vouchers
    city.counted["vintages expired"] += vintages
    if city.is_by_hand(day.on):
        inbox.tell_of_the_day(now=now)
    city.counted["acts refused that nobody decided on"] += clock.refuse_undecided(now=now)
    city.counted["adjustments that ran out"] += adjustments.run_out(now=now)
    city.counted["freezes that ran out"] += standing.settle(now=now)
    city.counted["claims that a provider left unanswered"] += answers.bring_back(now=now)


def _fund(city: City, day: Day, now: datetime) -> None:
    """A month's credits; where the budget is to run dry, a fifth of them, until the next month makes up for it."""
    credits = max(city.world.funding * city.world.citizens, LEAST_FUNDED)
    if city.world.dry_budget:
        credits = credits // 5 if day.number == 0 else credits * 2
    if day.number == 0:
        budgets.fund_first(credits=credits, by=city.staff[FUNDER], now=now)
    else:
        document = f"演示〔{day.on.year}〕{day.on.month}号"
        budgets.fund(credits=credits, document=document, by=city.staff[FUNDER], now=now)
    city.counted["credits funded"] += credits


def _score(city: City, now: datetime) -> None:
    if city.world.dry_budget:
        same_chance(city.chance("slots", now))
    city.counted["acts scored"] += scoring.score(now=now)


def _is_looked_at(world: World, number: int) -> bool:
    is_last = number == world.days - 1
    return bool(world.checks) and (is_last or (number + 1) % world.checks == 0)
