"""Rankings name the first few and never the last; outside stand the teams of the month that was told last."""

from datetime import date, timedelta

import pytest

from campaigns.models import Team, TeamKind, TeamMember, TeamMonth, ToldMonth
from campaigns.teams import leaving, ranking
from tests.campaigns.teams.conftest import adult, friends, joined, school
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
LONG_AGO = NOW - timedelta(days=60)


def did(member: TeamMember, grams: int, month: date = NOVEMBER, days: int = 3) -> TeamMember:
    TeamMonth.objects.create(member=member, month=month, grams=grams, days=days)
    return member


def told(name: str, kilograms: int, month: date = OCTOBER) -> Team:
    team = school(name=name, now=LONG_AGO)
    ToldMonth.objects.create(team=team, month=month, kilograms=kilograms, told_at=NOW)
    return team


def first() -> list[tuple[int, str, int]]:
    found = ranking.outside()
    return [(one.place, one.name, one.kilograms) for one in found.teams] if found else []


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
    assert (found.own, found.told) == (ranking.Own(1000, 3, None), None)


@pytest.mark.parametrize(("grams", "named"), [([5], 0), ([5, 4], 1), ([5, 4, 3], 1), ([5, 4, 3, 2], 2)])
def test_of_few_fewer_are_named(grams, named):
    team = friends(adult(), now=LONG_AGO)
    reader = did(TeamMember.objects.get(), grams[0])
    for one in grams[1:]:
        did(joined(team), one)

    assert len(ranking.within(team, reader=reader, now=NOW).first) == named


def test_who_left_is_in_no_ranking():
    team = friends(adult(), now=LONG_AGO)
    reader = did(TeamMember.objects.get(), 1000)
    gone = did(joined(team, "甲", now=LONG_AGO), 9000)
    TeamMember.objects.filter(pk=gone.pk).update(left_at=NOW, way_out="left", nickname="")

    found = ranking.within(team, reader=reader, now=NOW)

    assert (found.own.grams, found.own.place, found.first) == (1000, None, [])


def test_outside_stand_the_first_of_the_month_that_was_told_last():
    told("七中环保社", 900, date(2026, 9, 1))
    for name, kilograms in [("石室中学", 50), ("树德中学", 300), ("九中", 150), ("列五中学", 50), ("四七九", 0)]:
        told(name, kilograms)

    assert first() == [(1, "树德中学", 300), (2, "九中", 150), (3, "石室中学", 50), (3, "列五中学", 50)]


def test_friends_a_closed_team_and_a_hidden_name_are_not_told():
    closed, hidden, inner = told("关了的队", 50), told("坏名字", 50), told("骑行小队", 50)
    leaving.close_at_desk(team=closed, now=NOW)
    Team.objects.filter(pk=hidden.pk).update(hidden_reason="广告")
    Team.objects.filter(pk=inner.pk).update(kind=TeamKind.FRIENDS)

    assert first() == [(1, "一个团队", 50)]


def test_before_a_month_was_told_nobody_stands_outside():
    school()

    assert ranking.outside() is None
