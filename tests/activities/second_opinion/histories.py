"""Random histories of a citizen that meet a lot, and random rules whose caps bind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import yaml
from hypothesis import strategies as st

from activities.gate.drafts import Draft
from common.city_time import city_day, day_span
from methodologies.base import Span
from scenarios.catalogue import FOLDER
from scenarios.rules import Evidence

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RIDES = {"bike-share": (4, 25, 15_000), "ebike-share": (4, 30, 20_000)}
"""The slowest and the fastest in km/h, and the most metres."""
STATIONS = ("xipu", "chunxilu", "tianfuguangchang", "luhu", "hongshigongyuan")
CREDITS_ONLY = (
    "bill-payment",
    "bulky-waste",
    "eco-photo",
    "housing-service",
    "online-medical",
    "venue-visit",
    "waste-sorting",
)
MIDNIGHTS = [
    day_span(day)[0]
    for day in (date(2026, 1, 3), date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 22), date(2026, 12, 1))
]
"""Just after the catalogue begins, two ends of a month, one of them with a new version of a rule, and two amid one."""
CATALOGUE = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
FOUNDED = {version["effective_from"] for entry in CATALOGUE for version in entry["versions"]}
"""The days on which the catalogue's own versions begin."""
TAKEN = {
    entry["code"]: [grade for grade in Evidence if grade in entry["versions"][-1]["windows"]] for entry in CATALOGUE
}
"""The grades of evidence that each scenario takes."""
ACTIONS = ("no_cutlery", "own_chopsticks", "carton_return")


@dataclass(frozen=True, slots=True)
class Told:
    """An act and how it is proven."""

    draft: Draft
    evidence: Evidence

    @property
    def city_day(self) -> date:
        return city_day(self.draft.started_at)

    @property
    def over_at(self) -> datetime:
        """When it can be told: for a day's total, within the day."""
        return self.draft.ended_at - MINUTE if self.draft.span is Span.DAY else self.draft.ended_at


@dataclass(frozen=True, slots=True)
class Arrival:
    """A history in the order in which it is told, and how many acts are told before each scoring."""

    history: Sequence[Told]
    sizes: Sequence[int]

    def rounds(self) -> list[Sequence[Told]]:
        """What is told before each scoring."""
        rounds, place = [], 0
        for size in [*self.sizes, len(self.history)]:
            rounds.append(self.history[place : place + size])
            place += size
        return [acts for acts in rounds if acts]


LENGTHS = (5, 10, 15, 30, 40, 60, 90, 120)


def journeys(
    midnight: datetime, *, hours: int = 30, step: int = 5, lengths: Sequence[int] = LENGTHS
) -> st.SearchStrategy[Draft]:
    """Journeys at multiples of some minutes around a midnight, so that one often ends when another begins."""
    starts = st.integers(-hours * 60 // step, hours * 60 // step).map(lambda place: midnight + place * step * MINUTE)
    minutes = st.sampled_from(lengths)
    origins = st.sampled_from([None, *STATIONS])
    return st.one_of(
        st.builds(_ride, st.sampled_from(sorted(RIDES)), starts, minutes, st.floats(0, 1)),
        st.builds(_metro, starts, minutes, origins, st.sampled_from(STATIONS), distances()),
        st.builds(_bus, starts, minutes, distances()),
        st.builds(_drive, starts, st.sampled_from([*lengths, 300, 1440]), st.integers(100, 160_000)),
        st.builds(_idle, starts, st.sampled_from([24, 24, 25, 48, 60, 72]), st.sampled_from([None, None, 0, 1, 2])),
    )


def packed(midnight: datetime) -> st.SearchStrategy[Draft]:
    """Short journeys and long ones over them within two hours: what one takes the place of, another brings back."""
    return journeys(midnight, hours=1, step=15, lengths=(15, 15, 30, 60, 120))


def alike(midnight: datetime) -> st.SearchStrategy[Draft]:
    """Buses and bikes of the days around a midnight, few of which meet: what caps of the day and the month are for."""
    starts = st.integers(-40, 40).map(lambda place: midnight + place * HOUR)
    minutes = st.sampled_from([10, 20, 60])
    return st.one_of(
        st.builds(_bus, starts, minutes, distances()),
        st.builds(_ride, st.just("bike-share"), starts, minutes, st.floats(0, 1)),
    )


def chains(midnight: datetime) -> st.SearchStrategy[Draft]:
    """Cars left idle for days, one over the end of another, farther than a stretch is followed."""
    starts = st.integers(-10, 10).map(lambda place: midnight + place * 12 * HOUR)
    idle = st.builds(_idle, starts, st.sampled_from([24, 36, 48, 60, 72]), st.sampled_from([None, None, 1]))
    return st.one_of(idle, idle, journeys(midnight, hours=110, step=60, lengths=(60, 120, 600)))


def distances() -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), st.integers(300, 3000))


def _period(scenario: str, start: datetime, length: timedelta, values: dict[str, Any]) -> Draft:
    said = {name: value for name, value in values.items() if value is not None}
    return Draft(scenario, Span.PERIOD, start, start + length, said)


def _ride(scenario: str, start: datetime, minutes: int, share: float) -> Draft:
    slowest, fastest, most = RIDES[scenario]
    least, most = max(300, slowest * 1000 * minutes // 60 + 1), min(most, fastest * 1000 * minutes // 60)
    return _period(scenario, start, minutes * MINUTE, {"distance_m": int(least + share * (most - least))})


def _metro(start: datetime, minutes: int, origin: str | None, destination: str, distance_m: int | None) -> Draft:
    values = {"origin": origin, "destination": destination if origin else None, "distance_m": distance_m}
    return _period("metro", start, minutes * MINUTE, values)


def _bus(start: datetime, minutes: int, distance_m: int | None) -> Draft:
    return _period("bus", start, minutes * MINUTE, {"distance_m": distance_m})


def _drive(start: datetime, minutes: int, metres: int) -> Draft:
    odometer = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_000_000 + min(metres, minutes * 1900)}
    return _period("ev-driving", start, minutes * MINUTE, odometer)


def _idle(start: datetime, hours: int, restricted_days: int | None) -> Draft:
    odometer = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
    return _period("idle-car", start, hours * HOUR, {**odometer, "restricted_days": restricted_days})


def meter_periods(midnight: datetime) -> st.SearchStrategy[Draft]:
    """Periods of twenty to a hundred days that begin on whole days, so that months overlap or touch."""
    return st.builds(
        _meter_period,
        st.sampled_from(["electricity-saving", "electricity-saving", "water-saving", "gas-saving"]),
        st.integers(0, 40).map(lambda number: midnight - (220 - number * 5) * DAY),
        st.sampled_from([20, 25, 30, 31, 60, 100]),
        st.integers(1, 60),
        st.floats(0.4, 1.2),
        st.integers(1, 5),
    )


def _meter_period(scenario: str, start: datetime, days: int, unit: int, share: float, people: int) -> Draft:
    small = "wh" if scenario == "electricity-saving" else "l"
    # As much as the rule believes of a household.
    unit = min(unit, 6 * people) if scenario == "water-saving" else unit
    reference = unit * 1000 * days // 20
    reading = {f"reading_start_{small}": 812_000, f"reading_end_{small}": 812_000 + int(reference * share)}
    return _period(scenario, start, days * DAY, {**reading, f"reference_{small}": reference, "people": people})


def moments(midnight: datetime) -> st.SearchStrategy[Draft]:
    """Meals and acts at venues within hours of a midnight, and what only earns credits, some of it days apart."""
    minutes = st.one_of(st.integers(-18, 18).map(lambda number: number * 10), st.sampled_from([-61, -59, -1, 59, 61]))
    near = minutes.map(lambda number: midnight + number * MINUTE)
    far = st.integers(-96, 30).map(lambda number: midnight + number * HOUR)
    return st.one_of(
        st.builds(lambda at: _moment("clean-plate", at, {}), near),
        st.builds(
            lambda at, action, times: _moment("venue-action", at, {"action": action, "times": times}),
            near,
            st.sampled_from([*ACTIONS, ACTIONS[0]]),
            st.integers(1, 10),
        ),
        st.builds(lambda scenario, at: _moment(scenario, at, {}), st.sampled_from(CREDITS_ONLY), st.one_of(near, far)),
    )


def _moment(scenario: str, at: datetime, values: dict[str, Any]) -> Draft:
    return Draft(scenario, Span.MOMENT, at, at, values)


def day_totals(midnight: datetime) -> st.SearchStrategy[Draft]:
    days = st.integers(-2, 1).map(lambda number: city_day(midnight) + number * DAY)
    return st.one_of(
        st.builds(lambda day, steps: _total("walking", day, {"steps": steps}), days, st.integers(1, 20_000)),
        st.builds(lambda day, correct: _total("quiz", day, {"correct": correct}), days, st.integers(0, 3)),
        st.builds(lambda day: _total("check-in", day, {}), days),
    )


def _total(scenario: str, day: date, values: dict[str, Any]) -> Draft:
    return Draft(scenario, Span.DAY, *day_span(day), values)


def told(drafts: st.SearchStrategy[Draft]) -> st.SearchStrategy[Told]:
    return drafts.flatmap(lambda draft: st.builds(Told, st.just(draft), st.sampled_from(TAKEN[draft.scenario])))


@st.composite
def histories(draw: st.DrawFn, *, least: int = 3, most: int = 12) -> list[Told]:
    """Acts around a midnight, mostly of one kind so that they meet."""
    midnight = draw(st.sampled_from(MIDNIGHTS))
    kinds = [journeys(midnight), journeys(midnight, hours=4), packed(midnight), moments(midnight)]
    kinds += [alike(midnight), alike(midnight), chains(midnight), meter_periods(midnight)]
    kinds += [meter_periods(midnight), day_totals(midnight)]
    kind = draw(st.sampled_from([*kinds, st.one_of(kinds)]))
    size = draw(st.integers(least, most))
    acts = draw(st.lists(told(kind), min_size=size, max_size=size))
    return [replace(act, draft=replace(act.draft, client_id=f"{place}")) for place, act in enumerate(acts)]


@st.composite
def rides_and_steps(draw: st.DrawFn, *, least: int = 3, most: int = 9) -> list[Told]:
    """Rides of two days, some over midnight, with totals of the steps of both, and now and then another journey."""
    midnight = draw(st.sampled_from(MIDNIGHTS[:1] + MIDNIGHTS[2:3]))
    minutes = st.integers(-8, 8).map(lambda place: midnight + place * 15 * MINUTE)
    rides = st.builds(_ride, st.just("bike-share"), minutes, st.sampled_from([15, 15, 30, 45]), st.floats(0, 1))
    days = st.sampled_from([city_day(midnight - DAY), city_day(midnight)])
    steps = st.builds(lambda day, told: _total("walking", day, {"steps": told}), days, st.integers(1, 9000))
    others = packed(midnight)
    acts = draw(st.lists(told(st.one_of(rides, rides, steps, steps, others)), min_size=least, max_size=most))
    return [replace(act, draft=replace(act.draft, client_id=f"{place}")) for place, act in enumerate(acts)]


@st.composite
def crowds(draw: st.DrawFn) -> list[Told]:
    """More acts at one time than are kept in mind, and a few hours of others."""
    midnight = draw(st.sampled_from(MIDNIGHTS))
    noon = midnight + 12 * HOUR
    meals = st.builds(lambda minutes: _moment("clean-plate", noon + minutes * MINUTE, {}), st.integers(-50, 50))
    alike = draw(st.sampled_from([packed(noon), packed(noon), meals, journeys(noon, hours=6, lengths=(10, 120))]))
    acts = draw(st.lists(told(alike), min_size=22, max_size=34))
    return [replace(act, draft=replace(act.draft, client_id=f"{place}")) for place, act in enumerate(acts)]


@st.composite
def arrivals(draw: st.DrawFn, histories: st.SearchStrategy[list[Told]]) -> list[Arrival]:
    """One history in one order, told one by one, all at once, and in pieces."""
    history = draw(st.permutations(draw(histories)))
    pieces = draw(st.lists(st.integers(1, 4), max_size=4))
    return [Arrival(history, [1] * len(history)), Arrival(history, []), Arrival(history, pieces)]
