"""Events of the second path: a plan, what was emitted, units retired for it, a certificate, a correction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from methodologies.projects.stated import Line
from simulation.city import City
from simulation.doors import events, units
from simulation.seasons import Day
from simulation.second_path import plans
from simulation.second_path.trading import RELEASED_AFTER, release
from simulation.second_path.venture import Organised

PLANNED_BEFORE = 9
"""Days before the end of the city on which plans of events to come are written, and before the end of others."""
STATED_AFTER, RETIRED_AFTER, CERTIFIED_AFTER, CORRECTED_AFTER = 1, 2, 3, 4
"""Days after an event's last one."""
STAGES = ("draft", "planned", "measured", "neutral", "lapsed")
HOUR = (15, 0)
Deed = Callable[[City, "Gathering", datetime], None]


@dataclass(slots=True)
class Gathering:
    """What the city remembers of an event. It is stuck once a door has refused what comes next."""

    plan: Mapping[str, Any]
    owner: Organised
    event: Any = None
    is_stuck: bool = False

    def reaches(self, stage: str) -> bool:
        wanted = self.plan["as_far_as"]
        return STAGES.index("planned" if wanted == "called_off" else wanted) >= STAGES.index(stage)


def plan(city: City, day: Day) -> None:
    """Begins the day's events; each then puts its own next deeds on the agenda."""
    left = city.world.days - 1 - day.number
    for row in plans.of("events")["events"]:
        if left - max(0, -row["ends"]) == PLANNED_BEFORE:
            city.later(day.at(*HOUR), partial(_begin, city, row, left))


def _begin(city: City, row: Mapping[str, Any], left: int, now: datetime) -> None:
    owner = city.second_path.organisations[row["owner"]]
    found = Gathering(row, owner)
    last = now.date() + timedelta(days=left + row["ends"])
    for deed, at in _course(found, last - now.date(), now):
        city.later(at, partial(_do, city, found, deed))


def _course(found: Gathering, until_last: timedelta, now: datetime) -> Iterator[tuple[Deed, datetime]]:
    """The deeds with their moments, as far as the event goes."""
    yield partial(_write, last=now.date() + until_last), now
    if found.reaches("planned"):
        yield _publish, now + timedelta(minutes=20)
    if found.plan["as_far_as"] == "called_off":
        yield _call_off, now + timedelta(days=2)
    after = now + until_last
    for stage, deed, days in (
        ("measured", _state, STATED_AFTER),
        ("neutral", _retire, RETIRED_AFTER),
        ("neutral", _certify, CERTIFIED_AFTER),
        ("lapsed", _correct, CORRECTED_AFTER),
    ):
        if found.reaches(stage):
            yield deed, after + timedelta(days=days)


def _do(city: City, found: Gathering, deed: Deed, now: datetime) -> None:
    if found.is_stuck:
        return
    found.is_stuck = True
    with city.trying("events: deeds"):
        deed(city, found, now)
        found.is_stuck = False


def _write(city: City, found: Gathering, now: datetime, *, last: Any) -> None:
    said, owner = found.plan, found.owner
    first = last - timedelta(days=said["days"] - 1)
    found.event = events.begin(owner.organisation, said, starts_on=first, ends_on=last, by=owner.editor, now=now)
    about = plans.of("events")
    given = about["given"] if "meals" in said else {}
    written = list(lines(said, first.isoformat(), last.isoformat()))
    events.write(found.event, written, measures=about["measures"], given=given, by=owner.editor)


def lines(said: Mapping[str, Any], first: str, last: str) -> Iterator[Line]:
    """What a plan of `events.yaml` comes to."""
    days = (first, last)
    if "rail" in said:
        people, distance = said["rail"]
        yield Line("travel", "外地来宾", *days, {"kind": "rail", "people": str(people), "distance": str(distance)})
    if "metro" in said:
        people, distance = said["metro"]
        yield Line("travel", "本地观众", *days, {"kind": "metro", "people": str(people), "distance": str(distance)})
    for table, column, source in (
        ("stay", "nights", "协议酒店"),
        ("meals", "meals", "工作餐"),
    ):
        if column in said:
            yield Line(table, source, *days, {column: str(said[column])})
    if "power" in said:
        yield Line("power", "场馆总表", *days, {"used": str(said["power"]), "basis": "measured"})


def _publish(city: City, found: Gathering, now: datetime) -> None:
    events.publish_plan(found.event, by=found.owner.owner, now=now)


def _call_off(city: City, found: Gathering, now: datetime) -> None:
    events.call_off(found.event, words=plans.of("events")["called_off"], by=found.owner.owner, now=now)


def _state(city: City, found: Gathering, now: datetime) -> None:
    events.revise(found.event, by=found.owner.editor, now=now)
    events.publish_actuals(found.event, by=found.owner.owner, now=now)


def _retire(city: City, found: Gathering, now: datetime) -> None:
    """Out of as many blocks as it takes, each an order that somebody else releases."""
    for block in units.held_by(found.owner.organisation):
        tonnes = min(block.tonnes, events.missing(found.event))
        if tonnes:
            order = events.order(found.event, block, tonnes, by=found.owner.editor, now=now)
            city.later(now + RELEASED_AFTER, partial(release, city, order))


def _certify(city: City, found: Gathering, now: datetime) -> None:
    events.certify(found.event, by=found.owner.owner, now=now)


def _correct(city: City, found: Gathering, now: datetime) -> None:
    """Cars that nobody had counted: more than is retired."""
    events.revise(found.event, by=found.owner.editor, now=now)
    day = found.event.ends_on.isoformat()
    line = Line(
        "vehicles", plans.of("events")["correction"], day, day, {"kind": "car", "vehicles": "400", "distance": "20"}
    )
    events.add(found.event, line, by=found.owner.editor)
    events.publish_actuals(found.event, by=found.owner.owner, now=now)
