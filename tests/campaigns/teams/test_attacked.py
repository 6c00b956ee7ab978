"""Nobody's month follows from what a team was told, whoever looks when; with a protection left out somebody's does."""

import pytest
from django.db import connection

from campaigns.models import TeamMember, TeamMonth, ToldMonth
from campaigns.teams import months, ranking
from tests.campaigns.teams.attacked import (
    LOOKS,
    MONTHS,
    NEVER,
    Cell,
    TeamInTime,
    found_by_anybody,
    found_by_others,
    told_at,
)

pytestmark = pytest.mark.django_db
STEPS_IN_DATABASE = "ALTER TABLE campaigns_toldmonth DROP CONSTRAINT team_told_in_steps"


def lived(seed: int, time_machine) -> TeamInTime:
    """A team of three to eight at which each of its members looks at each moment."""
    one = TeamInTime(seed, members=3 + seed % 6)
    at = lambda moment: time_machine.move_to(moment, tick=False)  # noqa: E731
    one.live(at, look=lambda nth: [one.look_as(member, nth) for member in one.members[:2]])
    return one


def found(one: TeamInTime, **how) -> list[object]:
    by_others = [each for target in one.members for each in found_by_others(one, target, **how)]
    return [*by_others, *found_by_anybody(one)]


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_found(time_machine, seed):
    one = lived(seed, time_machine)

    assert bool(one.seen) == (len(one.members) >= 5)
    assert found(one) == []


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_somebody_is_found_where_months_are_told_to_the_kilogram(time_machine, monkeypatch, seed):
    with connection.cursor() as cursor:
        cursor.execute(STEPS_IN_DATABASE)
    monkeypatch.setattr(months, "_in_steps", lambda grams: grams // 1000)

    assert found(lived(seed, time_machine), step=1)


@pytest.mark.parametrize("seed", [0, 1])
def test_somebody_is_found_where_fewer_than_five_are_told(time_machine, monkeypatch, seed):
    monkeypatch.setattr(months, "FEWEST", 1)

    assert found(lived(seed, time_machine))


SECRET = 37
"""Kilograms of whom the others are after."""


class Bisected(TeamInTime):
    """Four know theirs and the fifth saves no more: before each look one of them saves so much that it tells most."""

    def __init__(self) -> None:
        super().__init__(0, members=5)
        self.target, self.one, *others = self.members
        self.least, self.most = 0, 64
        for member in (self.target, *others):
            kilograms = SECRET if member == self.target else 100
            self.saved[Cell(member.pk, MONTHS[0], 0, NEVER)] = kilograms

    def _go_on(self, nth: int) -> None:
        self.middle = (self.least + self.most + 1) // 2


def live_month(team) -> ToldMonth | None:
    """As it was before it was told once: the running month's sum at every look."""
    rows = months._of(MONTHS[0], LOOKS[0])
    return next((row for row in rows if row.team_id == team.pk), None)


@pytest.mark.parametrize("is_left_out", [False, True])
def test_the_last_is_found_where_a_month_is_told_again_and_again(time_machine, monkeypatch, is_left_out):
    if is_left_out:
        monkeypatch.setattr(months, "of_team", live_month)
    one = Bisected()

    def look(nth: int) -> None:
        # 300 of three others, and so much of one's own that the step turns in the middle of what may be.
        own = 400 - 300 - one.middle
        one.saved[Cell(one.one.pk, MONTHS[0], nth, nth + 1)] = own
        one.put(nth)
        one.look_as(one.one, nth)
        known = 300 + one.of(one.one.pk, MONTHS[0], nth if is_left_out else told_at(MONTHS[0]))
        for seen in [seen for seen in one.seen if seen.look == nth]:
            one.least, one.most = max(one.least, seen.least - known), min(one.most, seen.most - known)

    one.live(lambda moment: time_machine.move_to(moment, tick=False), look=look)

    assert one.least <= SECRET <= one.most
    assert (one.least == one.most) == is_left_out


@pytest.mark.parametrize("is_left_out", [False, True])
def test_the_last_is_found_where_every_place_is_told(time_machine, monkeypatch, is_left_out):
    if is_left_out:
        monkeypatch.setattr(ranking, "_own", own_with_place)
    time_machine.move_to(LOOKS[0], tick=False)
    one = Bisected()
    one.put(0)
    for _look in range(7):
        middle = (one.least + one.most) // 2
        TeamMonth.objects.update_or_create(
            member=one.one, month=MONTHS[0], defaults={"grams": middle * 1000 + 500, "days": 3}
        )
        standing = ranking.within(one.team, reader=one.one, now=LOOKS[0])
        if standing.own.place is not None:
            one.least, one.most = (middle + 1, one.most) if standing.own.place == 5 else (one.least, middle)

    assert (one.least == one.most == SECRET) == is_left_out


def own_with_place(current, reader: TeamMember, first) -> ranking.Own:
    own = current.get(member=reader)
    return ranking.Own(own.grams, own.days, current.filter(grams__gt=own.grams).count() + 1)
