"""What a team's sums are made of: acts of days in it that count, worked out anew, and nothing else."""

from datetime import date, timedelta

import pytest

from activities.models import Activity, Assessment, Reason
from activities.scoring.taking_back import take_back
from campaigns import audit
from campaigns.models import TeamMember, TeamMonth
from campaigns.teams import counting, leaving
from tests.campaigns.teams.conftest import adult, friends, joined, rode
from tests.conftest import NOW, make_citizen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]
NOVEMBER = date(2026, 11, 1)
DAY = timedelta(days=1)


def months(member: TeamMember) -> list[tuple[date, int, int]]:
    return list(TeamMonth.objects.filter(member=member).order_by("month").values_list("month", "grams", "days"))


def paid_grams(citizen, day: date) -> int:
    return sum(
        Assessment.objects.filter(activity__citizen=citizen, activity__city_day=day).values_list("grams", flat=True)
    )


def test_acts_of_the_day_of_joining_count_and_earlier_ones_do_not():
    citizen = adult()
    rode(citizen, 3000, now=NOW - DAY)
    rode(citizen, 2000)

    friends(citizen)

    member = TeamMember.objects.get()
    own = paid_grams(citizen, date(2026, 11, 23))
    assert own > 0
    assert months(member) == [(NOVEMBER, own, 1)]


def test_what_is_scored_later_is_heard_of_and_counting_again_changes_nothing():
    citizen = adult()
    friends(citizen)
    member = TeamMember.objects.get()
    rode(citizen, 2000)
    rode(citizen, 3000, 4000, now=NOW + DAY)

    assert counting.keep_up(now=NOW + 2 * DAY) == (1, True)
    while counting.keep_up(now=NOW + 2 * DAY)[1]:
        pass
    found = months(member)

    sums = [paid_grams(citizen, date(2026, 11, day)) for day in (23, 24)]
    assert found == [(NOVEMBER, sum(sums), 2)]
    counting.count([member.pk])
    assert months(member) == found
    assert counting.keep_up(now=NOW + 2 * DAY + timedelta(hours=1)) == (0, False)


def test_what_is_taken_back_goes_out():
    citizen, other = adult(), adult()
    team = friends(citizen)
    joined(team, citizen=other)
    member = TeamMember.objects.get(citizen=citizen)
    rode(citizen, 2000), rode(other, 2000)
    counting.keep_up(now=NOW + timedelta(minutes=1))
    before = months(TeamMember.objects.get(citizen=other))
    act = Activity.objects.get(citizen=citizen)

    take_back(activity=act, reason=Reason.MISTAKEN, by=make_citizen(), now=NOW + timedelta(hours=1))
    counting.keep_up(now=NOW + timedelta(hours=2))

    assert months(member) == []
    assert months(TeamMember.objects.get(citizen=other)) == before != []


def test_after_leaving_what_was_done_until_then_stays_with_the_team():
    team = friends(adult(), now=NOW - DAY)
    member = joined(team, now=NOW - DAY)
    rode(member.citizen, 3000, now=NOW - DAY)
    rode(member.citizen, 2000)
    counting.count([member.pk])
    before = months(member)
    assert before[0][2] == 2

    leaving.leave(member=member, now=NOW)
    rode(member.citizen, 4000, now=NOW + timedelta(hours=5))
    counting.count([member.pk])

    assert months(member) == before


def test_a_day_of_leaving_and_coming_back_counts_once():
    team = friends(adult(), now=NOW - DAY)
    member = joined(team, now=NOW - DAY)
    rode(member.citizen, 3000, now=NOW - DAY)
    rode(member.citizen, 2000)
    leaving.leave(member=member, now=NOW)

    again = joined(team, citizen=member.citizen, now=NOW)

    assert months(member) == [(NOVEMBER, paid_grams(member.citizen, date(2026, 11, 22)), 1)]
    assert months(again) == [(NOVEMBER, paid_grams(member.citizen, date(2026, 11, 23)), 1)]
    while counting.keep_up(now=NOW + DAY)[1]:
        pass
    assert [finding.code for finding in audit.findings()] == []
