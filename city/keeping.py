"""Keeps the sums of days that are over, so that nobody has to add up again what does not change any more.

A day is over once it is closed for its seal and everybody has ended who wrote into it before: from then on the database
refuses whatever is dated into it, also where a clock ran ahead and was set back.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncDate

from activities.models import Assessment
from city.models import DayFigures
from common.city_time import CITY_ZONE, day_span
from seals import sealing
from seals.models import SealedDay


def keep() -> int:
    """Sums the days that are over and not kept yet, all at once; returns how many had acts that earned something.

    Of two who do so at the same moment both find the same sums, and one keeps them.
    """
    until = _over_until()
    if until is None:
        return 0
    with transaction.atomic():
        last = DayFigures.objects.aggregate(last=Max("day"))["last"]
        made = DayFigures.objects.bulk_create(_summed(last, until), ignore_conflicts=True)
    return len({figures.day for figures in made})


def _over_until() -> datetime | None:
    """The midnight before which nobody can write any more; `None` before the first day is closed."""
    closed = SealedDay.objects.order_by("-day").first()
    if closed is None:
        return None
    midnight, next_midnight = day_span(closed.day)
    # A day is closed after those before it were settled.
    return next_midnight if sealing.is_settled(closed) else midnight


def _summed(last: date | None, until: datetime) -> list[DayFigures]:
    scored = Assessment.objects.filter(grams__gt=0, assessed_at__lt=until)
    if last is not None:
        scored = scored.filter(assessed_at__gte=day_span(last)[1])
    grouped = scored.order_by().values_list(TruncDate("assessed_at", tzinfo=CITY_ZONE), "activity__evidence")
    sums = grouped.annotate(acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits"))
    return [
        DayFigures(day=day, evidence=evidence, acts=acts, grams=grams, credits=credits)
        for day, evidence, acts, grams, credits in sums
    ]
