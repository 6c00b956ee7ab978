"""Lies told about teams are named by the audit, and what is true is not."""

from datetime import timedelta

import pytest

from campaigns import audit
from campaigns.models import TeamConsent, TeamMember, TeamMonth
from campaigns.teams import consenting, counting, leaving
from tests.campaigns.teams.conftest import adult, friends, joined, rode
from tests.conftest import NOW, make_citizen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]
DAY = timedelta(days=1)


def codes() -> list[str]:
    return [finding.code for finding in audit.findings()]


@pytest.fixture
def member() -> TeamMember:
    team = friends(adult(), now=NOW - DAY)
    found = joined(team, now=NOW - DAY)
    rode(found.citizen, 3000)
    while counting.keep_up(now=NOW + timedelta(minutes=1))[1]:
        pass
    return found


def test_what_is_true_is_not_named(member):
    assert codes() == []
    rode(member.citizen, 3000, now=NOW + DAY)
    assert codes() == [], "nobody has heard of it yet"
    leaving.leave(member=member, now=NOW + DAY)
    assert codes() == []


def test_another_sum_is_named(member):
    TeamMonth.objects.update(grams=1)

    assert codes() == ["team_month_is_not_its_acts"]


def test_a_sum_that_is_gone_is_named(member):
    TeamMonth.objects.all().delete()

    assert codes() == ["team_month_is_not_its_acts"]


def test_a_member_without_consent_is_named(member):
    TeamConsent.objects.filter(citizen=member.citizen).update(ended_at=NOW)

    assert codes() == ["in_a_team_without_consent"]


def test_a_childs_own_word_is_named(member):
    child, parent = make_citizen(), make_citizen()
    consenting.give_for(child=child, guardian=parent, now=NOW)
    consenting.withdraw(citizen=child, now=NOW)
    consenting.give_for(child=child, guardian=parent, now=NOW)
    consenting.withdraw(citizen=child, now=NOW)
    assert codes() == []

    said = TeamConsent.objects.create(citizen=child, edition="2026-11", given_at=NOW)
    assert codes() == ["child_decided_for_by_another"] * 2
    TeamConsent.objects.filter(pk=said.pk).update(ended_at=NOW)
    consenting.release(child_id=child.public_id, guardian=parent, now=NOW + DAY)
    assert codes() == ["child_decided_for_by_another"] * 2, "released after it only"
