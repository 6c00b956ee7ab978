"""Rankings name the first few and never the last, and outside a team no sum of fewer than five is told."""

from datetime import date, timedelta

import pytest

from campaigns.models import Team, TeamMember, TeamMonth
from campaigns.teams import leaving, ranking
from tests.campaigns.teams.conftest import adult, friends, joined, school
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
LONG_AGO = NOW - timedelta(days=60)


def did(member: TeamMember, grams: int, month: date = NOVEMBER, days: int = 3) -> TeamMember:
    TeamMonth.objects.create(member=member, month=month, grams=grams, days=days)
    return member


def of_six(kilograms: list[int], month: date = OCTOBER, name: str = "七中环保社") -> Team:
    team = school(name=name, now=LONG_AGO)
    for one in kilograms:
        did(joined(team, now=LONG_AGO), one * 1000, month)
    return team


def test_the_first_few_are_named_and_the_lower_half_never():
    team = friends(adult(), "队长", now=LONG_AGO)
    reader = did(TeamMember.objects.get(), 1000)
    did(joined(team, "甲"), 9000), did(joined(team, ""), 8000), did(joined(team, "乙"), 8000, days=2)
    did(joined(team, "丙"), 500), did(joined(team, "丁"), 100)
    joined(team, "戊")

    found = ranking.within(team, reader=reader, now=NOW)

    assert [(one.place, one.name, one.grams) for one in found.first] == [
        (1, "甲", 9000),
        (2, "一位成员", 8000),
        (3, "乙", 8000),
    ]
    assert (found.own.place, found.own.is_own, found.ranked, found.grams) == (4, True, 6, 26_600)


@pytest.mark.parametrize(("grams", "named"), [([5], 0), ([5, 4], 1), ([5, 4, 3], 1), ([5, 4, 3, 2], 2)])
def test_of_few_fewer_are_named(grams, named):
    team = friends(adult(), now=LONG_AGO)
    reader = did(TeamMember.objects.get(), grams[0])
    for one in grams[1:]:
        did(joined(team), one)

    assert len(ranking.within(team, reader=reader, now=NOW).first) == named


def test_who_left_is_in_no_ranking_and_their_sum_stays():
    team = friends(adult(), now=LONG_AGO)
    reader = did(TeamMember.objects.get(), 1000)
    gone = did(joined(team, "甲", now=LONG_AGO), 9000)
    TeamMember.objects.filter(pk=gone.pk).update(left_at=NOW, way_out="left", nickname="")

    found = ranking.within(team, reader=reader, now=NOW)

    assert (found.own.place, found.ranked, found.grams, found.first) == (1, 1, 10_000, [])


def test_outside_teams_of_fewer_than_five_and_of_friends_are_not_told():
    shown = of_six([10, 10, 10, 10, 10], name="石室中学")
    of_six([90, 90, 90, 90], name="四人行")
    inner = friends(adult(), now=LONG_AGO)
    for _ in range(6):
        did(joined(inner, now=LONG_AGO), 90_000, OCTOBER)
    of_six([70] * 6, NOVEMBER, name="本月的队")

    assert [(one.place, one.name, one.grams) for one in ranking.outside(now=NOW)] == [(1, "石室中学", 50_000)]
    assert ranking.period_of(shown, first=OCTOBER, last=NOVEMBER) == 50_000
    assert ranking.period_of(Team.objects.get(name="四人行"), first=OCTOBER, last=OCTOBER) is None


def test_a_closed_team_and_a_hidden_name_are_not_told():
    closed, hidden = of_six([10] * 5, name="关了的队"), of_six([9] * 5, name="坏名字")
    leaving.close_at_desk(team=closed, now=NOW)
    Team.objects.filter(pk=hidden.pk).update(hidden_reason="广告")

    assert [(one.place, one.name) for one in ranking.outside(now=NOW)] == [(1, "一个团队")]
