"""A team's month as it is told: once, when no acts of it come in any more, in steps, and of five who saved something.

Reckoned live, two looks would tell what one member's late act or withdrawal was worth (ADR 0106). A month that has been
told stays as it is, whatever is scored or taken back afterwards, as the city's do.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, QuerySet, Sum, Window
from django.db.models.functions import Rank

from campaigns.changed import heard, heard_until
from campaigns.models import Heard, Team, TeamKind, TeamMonth, ToldMonth
from campaigns.models.teams import KILOGRAMS_A_STEP
from campaigns.teams import counting
from common.city_time import day_span, next_month
from common.few import FEWEST, round_down

READER = "told-months"
TOLD_ON = 8
"""Of the month after: what citizens tell of themselves may come for seven days."""
GRAMS_PER_KG = 1000


@transaction.atomic
def tell_due(*, now: datetime) -> int:
    """Tells the months whose day has come and of which all is counted, for all teams at once; of how many teams."""
    counted = Heard.objects.filter(pk=counting.READER).first()
    if counted is None:
        return 0
    since, until = heard_until(READER), counted.until
    told = [row for month in _due(since, until) for row in _of(month, now)]
    ToldMonth.objects.bulk_create(told, ignore_conflicts=True)
    heard(READER, until)
    return len(told)


def told_moment(month: date) -> datetime:
    """From when on no more acts of a month come in."""
    return day_span(next_month(month).replace(day=TOLD_ON))[0]


def last_told() -> date | None:
    """The month of which teams were told last."""
    month: date | None = ToldMonth.objects.aggregate(last=Max("month"))["last"]
    return month


def in_public(month: date) -> QuerySet[Any]:
    """Of teams that stand, each with its `place`; friends are among themselves, and less than a step is no place."""
    standing = ToldMonth.objects.filter(month=month, kilograms__gt=0, team__closed_at=None).select_related("team")
    place = Window(Rank(), order_by=F("kilograms").desc())
    return standing.exclude(team__kind=TeamKind.FRIENDS).annotate(place=place).order_by("place", "team_id")


def of_team(team: Team) -> ToldMonth | None:
    """What a team was told last."""
    return ToldMonth.objects.filter(team=team).order_by("-month").first()


def _due(since: datetime | None, until: datetime) -> Sequence[date]:
    months = TeamMonth.objects.order_by("month").values_list("month", flat=True).distinct()
    return [one for one in months if (since is None or since < told_moment(one)) and told_moment(one) <= until]


def _of(month: date, now: datetime) -> list[ToldMonth]:
    """Of teams in which enough saved grams: whoever saved none hides nobody's."""
    of_grams = TeamMonth.objects.filter(month=month, grams__gt=0).order_by().values("member__team")
    people = Count("member__citizen", distinct=True)
    summed = of_grams.annotate(sum=Sum("grams"), people=people).filter(people__gte=FEWEST)
    return [
        ToldMonth(team_id=team, month=month, kilograms=_in_steps(grams), told_at=now)
        for team, grams in summed.values_list("member__team", "sum")
    ]


def _in_steps(grams: int) -> int:
    return round_down(grams // GRAMS_PER_KG, KILOGRAMS_A_STEP)
