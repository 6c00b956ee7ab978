"""A citizen's longer look back: how acts of some days ended, which was the first, and since when there are any."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from activities.models import Activity, Status


class Ended(NamedTuple):
    """How many acts of a scenario ended in one way: `grade` is what they count as, `refusal` and `reason` are codes."""

    scenario_id: int
    status: str
    grade: str
    refusal: str
    reason: str
    acts: int


def ended_between(citizen_id: int, first: date, last: date) -> Sequence[Ended]:
    """Every act of these days, by how it ended or where it stands."""
    counted_as = KeyTextTransform("counted_as", "assessment__facts")
    rows = (
        Activity.objects.of(citizen_id)
        .filter(city_day__range=(first, last))
        .annotate(grade=Coalesce(counted_as, "evidence", output_field=TextField()))
        .annotate(reason=Coalesce("revocation__reason", Value("")))
        .values_list("scenario_id", "status", "grade", "refusal", "reason")
        .annotate(acts=Count("pk"))
        .order_by("-acts", "scenario_id", "status", "grade", "refusal", "reason")
    )
    return [Ended(*row) for row in rows]


def first_between(citizen_id: int, first: date, last: date) -> Activity | None:
    """The first act of these days that counts, with its scenario."""
    counted = Activity.objects.of(citizen_id).filter(status=Status.SCORED, city_day__range=(first, last))
    return counted.select_related("scenario").order_by("city_day", "started_at", "pk").first()


def since(citizen_id: int) -> date | None:
    """The day of the citizen's first act that counts; `None` where there is none."""
    counted = Activity.objects.of(citizen_id).filter(status=Status.SCORED)
    first: date | None = counted.aggregate(first=Min("city_day"))["first"]
    return first
