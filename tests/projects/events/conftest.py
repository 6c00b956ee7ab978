"""The cast of an event: a congress centre with units of its own, its people, and a verifier of another house."""

from datetime import date, datetime, time

import pytest

from accounts.models import User
from common.city_time import at_city_time
from methodologies.projects.stated import Line
from projects.events import drafting, publishing, retiring
from projects.events.drafting import Facts
from projects.models import BlockStatus, Event, Order, Organisation, Part
from projects.registry import ordering
from tests.projects.conftest import issued, make_organisation, make_project, seat

FIRST, LAST = date(2026, 12, 7), date(2026, 12, 8)
FACTS = Facts({"zh-hans": "绿色发展论坛", "en": "Green Forum"}, "meeting", "世纪城会议中心", "gaoxin", FIRST, LAST, 500)
BEFORE = at_city_time(date(2026, 12, 1), time(10))
AFTER = at_city_time(date(2026, 12, 10), time(10))
DAYS = (FIRST.isoformat(), LAST.isoformat())
RAIL = Line("travel", "北京来宾", *DAYS, {"kind": "rail", "people": "40", "distance": "1770"})
HALL = Line("power", "M-1", *DAYS, {"used": "2000", "basis": "measured"})
"""2,157.984 kg and 494.4 kg: 2,653 kg in all, three tonnes."""
KILOGRAMS, TONNES = 2653, 3
MORE = Line("power", "M-2", *DAYS, {"used": "4000"})
"""988.8 kg more: 3,642 kg in all, four tonnes."""


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organiser(db) -> Organisation:
    return make_organisation("锦城会展", "91510100MA00000004")


@pytest.fixture
def leader(organiser) -> User:
    return seat(organiser, Part.OWNER)


@pytest.fixture
def editor(organiser) -> User:
    return seat(organiser, Part.EDITOR)


@pytest.fixture
def verifier(db) -> Organisation:
    made = make_organisation("蓉城核查", "91510100MA00000009")
    Organisation.objects.filter(pk=made.pk).update(is_verifier=True)
    made.refresh_from_db()
    return made


@pytest.fixture
def auditor(verifier) -> User:
    return seat(verifier, Part.OWNER)


@pytest.fixture
def units(organiser, clerks):
    """Ten tonnes that the organiser holds."""
    return issued(make_project(organiser, 9, buffer_percent=0), 10_000, clerks).blocks.get(status=BlockStatus.HELD)


def planned(organiser: Organisation, by: User, *lines: Line, facts: Facts = FACTS, now: datetime = BEFORE) -> Event:
    event = drafting.begin(owner=organiser, facts=facts, by=by, now=now)
    for line in lines or (RAIL, HALL):
        assert drafting.write_line(event=event, line=line, by=by) == ()
    publishing.publish_plan(event=event, by=by, now=now)
    event.refresh_from_db()
    return event


def measured(
    event: Event, by: User, *lines: Line, verifier: Organisation | None = None, now: datetime = AFTER
) -> Event:
    drafting.revise(event=event, by=by, now=now)
    for line in lines:
        assert drafting.write_line(event=event, line=line, by=by) == ()
    publishing.publish_actuals(event=event, verifier=verifier, by=by, now=now)
    event.refresh_from_db()
    return event


def ordered(event: Event, block, tonnes: int, by: User, now: datetime = AFTER) -> Order:
    return retiring.order(event=event, block=block, tonnes=tonnes, by=by, now=now)


def retired(event: Event, block, tonnes: int, by: User, released_by: User, now: datetime = AFTER) -> Order:
    return ordering.release(order=ordered(event, block, tonnes, by, now), by=released_by, now=now)


@pytest.fixture
def neutral(organiser, leader, editor, units) -> Event:
    event = measured(planned(organiser, leader), leader)
    retired(event, units, TONNES, editor, leader)
    retiring.certify(event=event, by=leader, now=AFTER)
    event.refresh_from_db()
    return event
