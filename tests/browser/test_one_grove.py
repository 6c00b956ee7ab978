"""One 林盘 project from draft to certificate by five people: two of its owner, one of a verifier, two of the desk.

The owner's two hold phones, the others sit before wide screens; a neighbour comments, and a stranger reads the end.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts import second_factor
from accounts.models import User
from common.city_time import at_city_time
from desk import roles
from lists import reading
from projects.models import MonitoringReport, Order, Organisation, Part, ProjectDesign, UnitBlock
from scenarios.calendars import beginning
from tests.accounts.proven import proven
from tests.browser.grove import (
    agrees,
    answers,
    assigns,
    comments,
    drafts,
    explains,
    finds,
    hands_in,
    mends,
    orders,
    proposes,
    publishes,
    reads_the_certificate,
    registers,
    releases,
    reports,
    states,
    submits,
    validates,
)
from tests.conftest import make_citizen
from tests.credits.adjusting.conftest import official
from tests.projects.conftest import make_organisation, nothing_found, seat
from tests.second_factors import take_second_step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PROJECTS, REGISTRY, CONTROL = "项目 · Projects", "登记 · Registry", "登记复核 · Registry control"
BEGUN, SUBMITTED, PUBLISHED = date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 23)
LAST_DAY, CLOSED = date(2026, 12, 2), date(2026, 12, 3)
"""Seven working days after the Monday of the publication, and the day after."""
REGISTERED, REPORTED, FOUND, STATED = date(2026, 12, 9), date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 18)
ISSUED, RETIRED = date(2026, 12, 21), date(2026, 12, 22)


class People(NamedTuple):
    """Whose browser is whose."""

    editor: Page
    owner: Page
    checker: Page
    judge: Page
    decider: Page
    neighbour: Page


class Cast(NamedTuple):
    forest: Organisation
    verifier: Organisation
    editor: User
    owner: User
    checker: User
    judge: User
    decider: User
    neighbour: User


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def of_the_desk(name: str, *roles_of_theirs: str) -> User:
    member = official(name, roles_of_theirs[0])
    member.groups.set(Group.objects.filter(name__in=roles_of_theirs))
    return member


@pytest.fixture
def cast(db) -> Cast:
    roles.load()
    forest = make_organisation("袁家湾林盘合作社", "91510100MA00000001")
    verifier = make_organisation("蓉城核查", "91510100MA00000009")
    Organisation.objects.filter(pk=verifier.pk).update(is_verifier=True, accreditation="CNAS-V001")
    return Cast(
        forest,
        verifier,
        editor=seat(forest, Part.EDITOR),
        owner=seat(forest, Part.OWNER),
        checker=of_the_desk("checker", PROJECTS, REGISTRY),
        judge=seat(verifier, Part.OWNER),
        decider=of_the_desk("decider", PROJECTS, CONTROL),
        neighbour=make_citizen(),
    )


@pytest.fixture
def opened(browser: Browser, browser_context_args, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a phone or a wide screen; what a page says wrong to the console fails the test."""
    complaints: list[str] = []

    def opened(*, wide: bool = False) -> Page:
        screen = {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "has_touch": False} if wide else {}
        page = browser.new_context(**{**browser_context_args, **screen}).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto("/")
        return page

    yield opened
    assert complaints == []


@pytest.fixture
def people(opened) -> People:
    phones = {name: opened() for name in ("editor", "owner", "neighbour")}
    return People(**phones, **{name: opened(wide=True) for name in ("checker", "judge", "decider")})


@pytest.fixture
def clock() -> Iterator[Callable[[date], datetime]]:
    """Moves everybody to the noon of a day."""
    with time_machine.travel(at_city_time(BEGUN, time(12)), tick=True) as traveller:

        def at(day: date) -> datetime:
            noon = at_city_time(day, time(12))
            traveller.move_to(noon)
            return noon

        yield at


def enters(page: Page, user: User, address: str) -> Page:
    """Signed in anew, as somebody who comes back days later; phone and factor were shown just now."""
    client = Client()
    client.force_login(user)
    if user.is_staff or second_factor.find(user):
        take_second_step(client, user)
    cookie = proven(client).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": urljoin(page.url, "/")}])
    page.goto(address)
    return page


def test_a_grove_from_its_draft_to_its_certificate(
    cast: Cast, people: People, opened, clock, live_server: LiveServer, tmp_path: Path
) -> None:
    beginning.load(clock(BEGUN))
    reading.forget()
    room = f"/enterprise/{cast.forest.public_id}/"
    drafts(enters(people.editor, cast.editor, room), room, tmp_path)

    clock(SUBMITTED)
    submits(enters(people.owner, cast.owner, room), cast.verifier)
    design = ProjectDesign.objects.get()
    own, at_the_desk = f"{room}designs/{design.public_id}/", f"/admin/projects/projectdesign/{design.pk}/change/"

    clock(PUBLISHED)
    publishes(enters(people.checker, cast.checker, "/admin/"))
    comments(enters(people.neighbour, cast.neighbour, "/"))
    design.refresh_from_db()
    assert design.comments_until == LAST_DAY

    clock(CLOSED)
    answers(enters(people.owner, cast.owner, own))
    assigns(enters(people.checker, cast.checker, at_the_desk), cast.verifier)
    verifiers_room = f"/enterprise/{cast.verifier.public_id}/"
    validates(enters(people.judge, cast.judge, verifiers_room), tmp_path)

    clock(REGISTERED)
    registers(enters(people.decider, cast.decider, at_the_desk))

    clock(REPORTED)
    reports(enters(people.editor, cast.editor, f"{room}reports/"))
    report = MonitoringReport.objects.get()
    own_report = f"{room}reports/{report.public_id}/"
    hands_in(enters(people.owner, cast.owner, own_report), cast.verifier)

    clock(FOUND)
    finds(enters(people.judge, cast.judge, f"{verifiers_room}reports/"))
    mends(enters(people.editor, cast.editor, own_report))
    hands_in(enters(people.owner, cast.owner, own_report))
    explains(people.owner, tmp_path)

    clock(STATED)
    states(enters(people.judge, cast.judge, f"{verifiers_room}reports/{report.public_id}/"), tmp_path)

    clock(ISSUED)
    proposes(enters(people.checker, cast.checker, f"/admin/projects/monitoringreport/{report.pk}/change/"))
    agrees(enters(people.decider, cast.decider, "/admin/projects/proposal/"))

    clock(RETIRED)
    orders(enters(people.editor, cast.editor, f"{room}units/"))
    releases(enters(people.owner, cast.owner, room))
    order = Order.objects.select_related("move__issuance__project").get()
    reads_the_certificate(opened(), "50-certificate-phone", order, live_server)
    reads_the_certificate(opened(wide=True), "51-certificate-wide", order, live_server)
    assert sorted((block.status, block.tonnes) for block in UnitBlock.objects.all()) == [
        ("buffer", 58),
        ("held", 128),
        ("retired", 100),
    ]
    nothing_found()
