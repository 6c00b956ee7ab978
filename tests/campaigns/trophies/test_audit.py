"""Lies told about trophies are named by the audit, and what is true is not."""

from datetime import timedelta

import pytest

from accounts.models import User
from activities.models import Activity, Reason
from activities.scoring.taking_back import take_back
from campaigns import audit
from campaigns.models import TrophyAward
from campaigns.trophies import awarding, book
from tests.campaigns.teams.conftest import rode
from tests.conftest import NOW, make_citizen

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def found() -> list[str]:
    return [finding.code for finding in audit.findings()]


def hears(now) -> None:
    while awarding.keep_up(now=now)[1]:
        pass


def lie(citizen: User, trophy: str, subject: str = "") -> None:
    """An award that no job has made."""
    edition = book.trophies()[trophy].edition_id
    facts = {"trophy": trophy, "edition_id": edition, "subject": subject, "earned_on": NOW.date()}
    TrophyAward.objects.create(citizen=citizen, awarded_at=NOW, **facts)


@pytest.fixture
def rider(alice) -> User:
    """Has ridden 3 km on one day, and holds two trophies."""
    rode(alice, 3000)
    hears(LATER)
    return alice


def test_what_is_true_is_not_named(rider):
    assert TrophyAward.objects.standing().count() == 2
    assert found() == []
    take_back(
        activity=Activity.objects.get(), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER + timedelta(hours=1)
    )
    assert found() == [], "nobody has heard of it yet"
    hears(LATER + timedelta(hours=2))
    assert TrophyAward.objects.standing().count() == 0
    assert found() == []


@pytest.mark.parametrize(
    ("trophy", "subject"),
    [
        *(("days-30", ""), ("kilograms-100", ""), ("was-there", "")),
        *(("year", "2026"), ("year", "2025"), ("team-of-month", "2026-11 abcdefgh23456789")),
    ],
)
def test_a_trophy_that_nothing_earned_is_named(rider, trophy, subject):
    lie(rider, trophy, subject)

    assert found() == ["trophy_without_its_ground"]


@pytest.mark.parametrize("trophy", ["first-act", "first-bike"])
def test_a_trophy_of_whoever_did_nothing_is_named(bob, trophy):
    lie(bob, trophy)

    assert found() == ["trophy_without_its_ground"]


def test_a_trophy_that_stays_although_its_act_was_taken_back_is_named(rider):
    hears(LATER + timedelta(hours=2))
    take_back(
        activity=Activity.objects.get(), reason=Reason.MISTAKEN, by=make_citizen(), now=LATER + timedelta(hours=1)
    )

    assert found() == ["trophy_without_its_ground"] * 2


def test_a_trophy_that_was_revoked_for_nothing_is_named(rider):
    TrophyAward.objects.filter(trophy="first-act").update(revoked_at=LATER)

    assert found() == ["trophy_revoked_without_reason"]
