"""Events that are made neutral: planned, stated after the last day, retired by two, certified, corrected."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import User
from methodologies.projects.stated import Line
from projects.events import drafting, publishing, retiring
from projects.events.drafting import Facts
from projects.events.retired import balance
from projects.models import Event, Order, Organisation, UnitBlock


def begin(
    owner: Organisation, said: Mapping[str, Any], *, starts_on: date, ends_on: date, by: User, now: datetime
) -> Event:
    facts = Facts(said["name"], said["kind"], said["venue"], said["district"], starts_on, ends_on, said["people"])
    return drafting.begin(owner=owner, facts=facts, by=by, now=now)


def write(event: Event, lines: Sequence[Line], *, measures: str, given: Mapping[str, Any], by: User) -> None:
    drafting.state_factors(event=event, given=given, by=by)
    for line in lines:
        troubles = drafting.write_line(event=event, line=line, by=by)
        assert not troubles, troubles
    drafting.say(event=event, measures=measures, people=event.people, by=by)


def publish_plan(event: Event, *, by: User, now: datetime) -> None:
    publishing.publish_plan(event=event, by=by, now=now)


def revise(event: Event, *, by: User, now: datetime) -> None:
    drafting.revise(event=event, by=by, now=now)


def add(event: Event, line: Line, *, by: User) -> None:
    drafting.write_line(event=event, line=line, by=by)


def publish_actuals(event: Event, *, by: User, now: datetime) -> None:
    publishing.publish_actuals(event=event, verifier=None, by=by, now=now)


def call_off(event: Event, *, words: str, by: User, now: datetime) -> None:
    drafting.call_off(event=event, words=words, by=by, now=now)


def missing(event: Event) -> int:
    """Tonnes that are still to be ordered."""
    return balance(event).to_order


def order(event: Event, block: UnitBlock, tonnes: int, *, by: User, now: datetime) -> Order:
    return retiring.order(event=event, block=block, tonnes=tonnes, by=by, now=now)


def certify(event: Event, *, by: User, now: datetime) -> None:
    retiring.certify(event=event, by=by, now=now)
