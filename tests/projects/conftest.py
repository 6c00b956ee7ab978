"""The cast of the second path: a forest, whose it is, who buys its units, and two of the city's desk."""

from datetime import date, datetime

import pytest

from accounts.models import User
from credits import audit as credits
from merchants import audit as merchants
from projects import audit as projects
from projects.models import CarbonProject, Organisation, OrganisationStatus, Part, Seat
from projects.registry.issuing import issue
from tests.conftest import NOW, make_citizen


def text(words: str) -> dict[str, str]:
    return {"zh-hans": words, "en": words}


def make_organisation(name: str, licence: str) -> Organisation:
    status = OrganisationStatus.APPROVED
    return Organisation.objects.create(name=text(name), licence=licence, status=status, applied_at=NOW)


def seat(organisation: Organisation, part: Part, *, now: datetime = NOW) -> User:
    user = make_citizen()
    Seat.objects.create(organisation=organisation, user=user, part=part, begun_at=now)
    return user


def suspended(organisation: Organisation) -> None:
    """Nothing is done in its name any more."""
    organisation.status, organisation.suspension = OrganisationStatus.SUSPENDED, "核查材料不实"
    organisation.save()


def make_project(owner: Organisation, number: int, **more) -> CarbonProject:
    place = {"district": "pidu", "buffer_percent": 20, "registered_at": NOW}
    years = {"credited_from": date(2024, 1, 1), "credited_until": date(2028, 12, 31)}
    details = {"name": text(f"项目 {number}"), "method": "linpan", **place, **years} | more
    return CarbonProject.objects.create(owner=owner, number=number, **details)


def issued(project: CarbonProject, kilograms: int, clerks, vintage: int = 2025):
    by, agreed_by = clerks
    return issue(
        project=project,
        vintage=vintage,
        kilograms=kilograms,
        document="成环〔2026〕1号",
        by=by,
        agreed_by=agreed_by,
        now=NOW,
    )


def nothing_found() -> None:
    """By whoever audits the ledger that units are moved in, which merchants' money is in, too."""
    assert [str(finding) for audit in (projects, credits, merchants) for finding in audit.findings()] == []


@pytest.fixture
def forest(db) -> Organisation:
    return make_organisation("林盘合作社", "91510100MA00000001")


@pytest.fixture
def buyer(db) -> Organisation:
    return make_organisation("锦江会展", "91510100MA00000002")


@pytest.fixture
def clerks(db) -> tuple[User, User]:
    return make_citizen(), make_citizen()


@pytest.fixture
def project(forest) -> CarbonProject:
    return make_project(forest, 7)
