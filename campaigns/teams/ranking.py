"""Who is first, among those who joined and for nobody else: a few places, one's own where one asks, never a last one.

Inside, of the month that runs, and never its sum: less the first few and oneself it would be the others' who agreed to
be shown nothing of. Outside, what was told of the month that is over (`campaigns.teams.months`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Rank

from accounts.models import User
from campaigns.models import Team, TeamMember, TeamMonth, ToldMonth
from campaigns.teams import months
from common.city_time import city_day

MOST_PLACES = 3
MOST_LEVEL = 10
"""Of those who are level, so many are named."""
GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """`name` as its owner chose, grams of the month and days with an act; those who are level share a place."""

    place: int
    name: str
    grams: int
    days: int
    is_own: bool = False

    @property
    def kilograms(self) -> str:
        return _kilograms(self.grams)


@dataclass(frozen=True, slots=True)
class Own:
    """A reader's own month in a team, and their place where they are among the first few: no other is told."""

    grams: int
    days: int
    place: int | None

    @property
    def kilograms(self) -> str:
        return _kilograms(self.grams)


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's running month for one who is in it, the first few and one's own, and the month it was `told` last."""

    first: list[Place]
    own: Own | None
    told: ToldMonth | None


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A team by its kilograms at least; those who are level share a place."""

    place: int
    name: str
    kilograms: int


@dataclass(frozen=True, slots=True)
class First:
    """The first teams of a month; few where few saved enough."""

    month: date
    teams: Sequence[TeamPlace]


def within(team: Team, *, reader: TeamMember, now: datetime) -> Standing:
    """Of the month that runs. The lower half is never listed, so that nobody stands last."""
    month = city_day(now).replace(day=1)
    current = TeamMonth.objects.filter(month=month, member__team=team, member__left_at=None)
    ranked = current.count()
    last_shown = min(MOST_PLACES, max(ranked // 2, 1)) if ranked > 1 else 0
    shown = _ranked(current).filter(place__lte=last_shown)[:MOST_LEVEL]
    first = [_place(row.place, row, reader) for row in shown]
    return Standing(first=first, own=_own(current, reader, first), told=months.of_team(team))


def _own(current: QuerySet[TeamMonth], reader: TeamMember, first: Sequence[Place]) -> Own | None:
    """A place further down would tell, with each act of one's own, whom one has passed (ADR 0106)."""
    own = current.filter(member=reader).first()
    place = next((one.place for one in first if one.is_own), None)
    return Own(own.grams, own.days, place) if own else None


def _place(place: int, row: TeamMonth, reader: TeamMember) -> Place:
    return Place(place, str(row.member), row.grams, row.days, row.member_id == reader.pk)


def outside() -> First | None:
    """The first teams of the month that was told last; none before a team was told any."""
    month = months.last_told()
    if month is None:
        return None
    rows = months.in_public(month).filter(place__lte=MOST_PLACES)[:MOST_LEVEL]
    return First(month, [TeamPlace(row.place, str(row.team), row.kilograms) for row in rows])


def _kilograms(grams: int) -> str:
    return f"{grams / GRAMS_PER_KG:,.1f}"


def _ranked(rows: QuerySet[TeamMonth]) -> QuerySet[Any]:
    by = [F("grams").desc(), F("days").desc()]
    return rows.annotate(place=Window(Rank(), order_by=by)).select_related("member").order_by("place", "member_id")


def own_members(citizen: User) -> QuerySet[TeamMember]:
    """Where somebody is in, the latest first."""
    return TeamMember.objects.current().filter(citizen=citizen).select_related("team").order_by("-joined_at", "-pk")
