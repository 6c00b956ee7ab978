"""Who is first, among those who joined and for nobody else: a few places, one's own where one asks, never a last one.

Inside, of the month that runs. Outside, of the month that is over and only of teams in which at least `FEWEST` have
done something: sums of fewer would tell of one, and a sum that grows from day to day would tell who did what.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Rank
from django.utils.translation import get_language

from accounts.models import User
from campaigns.models import Team, TeamKind, TeamMember, TeamMonth
from common.city_time import city_day, previous_month
from common.few import FEWEST

MOST_PLACES = 3
MOST_LEVEL = 10
"""Of those who are level, so many are named."""
FRESH_FOR_S = 60
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
        return f"{self.grams / GRAMS_PER_KG:,.1f}"

    @property
    def whole_kilograms(self) -> str:
        return f"{self.grams // GRAMS_PER_KG:,}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A team's month for one who is in it: the first few, one's own, and what all came to, also who left."""

    first: list[Place]
    own: Place | None
    ranked: int
    grams: int

    @property
    def kilograms(self) -> str:
        return f"{self.grams / GRAMS_PER_KG:,.1f}"


def within(team: Team, *, reader: TeamMember, now: datetime) -> Standing:
    """Of the month that runs. The lower half is never listed, so that nobody stands last."""
    month = TeamMonth.objects.filter(month=city_day(now).replace(day=1), member__team=team)
    current = month.filter(member__left_at=None)
    ranked = current.count()
    last_shown = min(MOST_PLACES, max(ranked // 2, 1)) if ranked > 1 else 0
    shown = _ranked(current).filter(place__lte=last_shown)[:MOST_LEVEL]
    own = current.filter(member=reader).select_related("member").first()
    return Standing(
        first=[_place(row.place, row, reader) for row in shown],
        own=_place(_place_of(own, current), own, reader) if own else None,
        ranked=ranked,
        grams=month.aggregate(grams=Sum("grams"))["grams"] or 0,
    )


def _place_of(own: TeamMonth, months: QuerySet[TeamMonth]) -> int:
    """By how many are before them: a window over one's own row alone would call everybody the first."""
    before = Q(grams__gt=own.grams) | Q(grams=own.grams, days__gt=own.days)
    return months.filter(before).count() + 1


def _place(place: int, row: TeamMonth, reader: TeamMember) -> Place:
    return Place(place, str(row.member), row.grams, row.days, row.member_id == reader.pk)


def outside(*, now: datetime) -> list[Place]:
    """The first teams of the month that is over, in whole kilograms; friends are among themselves. A minute old."""
    month = previous_month(city_day(now).replace(day=1))
    key = f"campaigns:first-teams:{month}:{get_language()}"
    known: list[Place] | None = cache.get(key)
    if known is None:
        known = [
            Place(team.place, str(team), team.grams // GRAMS_PER_KG * GRAMS_PER_KG, 0)
            for team in teams_of(month)[:MOST_PLACES]
            if team.grams >= GRAMS_PER_KG
        ]
        cache.set(key, known, FRESH_FOR_S)
    return known


def teams_of(month: date) -> QuerySet[Any]:
    """The teams whose sum of a month may be told, the most grams first, with `place`, `grams` and `people`."""
    teams = Team.objects.standing().exclude(kind=TeamKind.FRIENDS).filter(members__months__month=month)
    summed = teams.annotate(
        grams=Sum("members__months__grams"), people=Count("members__citizen", distinct=True)
    ).filter(people__gte=FEWEST)
    return summed.annotate(place=Window(Rank(), order_by=F("grams").desc())).order_by("place", "pk")


def _ranked(months: QuerySet[TeamMonth]) -> QuerySet[Any]:
    by = [F("grams").desc(), F("days").desc()]
    return months.annotate(place=Window(Rank(), order_by=by)).select_related("member").order_by("place", "member_id")


def period_of(team: Team, *, first: date, last: date) -> int | None:
    """Grams of a team over whole months, for a campaign that ranks teams; `None` where too few have done something."""
    months = TeamMonth.objects.filter(member__team=team, month__gte=first, month__lte=last)
    told = months.aggregate(grams=Sum("grams"), people=Count("member__citizen", distinct=True))
    return told["grams"] if told["people"] >= FEWEST else None


def own_members(citizen: User) -> QuerySet[TeamMember]:
    """Where somebody is in, the latest first."""
    return TeamMember.objects.current().filter(citizen=citizen).select_related("team").order_by("-joined_at", "-pk")
