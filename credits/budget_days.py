"""How a budget stood day by day: what it began with, what was put in, what was paid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from common.city_time import CITY_ZONE, day_span
from credits.models import LedgerAccount, Transfer


class BudgetDay(NamedTuple):
    """What went in and out on one city day on which anything did."""

    day: date
    put_in: int
    paid_out: int


@dataclass(frozen=True, slots=True)
class Course:
    """A budget from the beginning of a day on."""

    began_with: int
    days: Sequence[BudgetDay]


def course(code: str, *, first_day: date, until: datetime) -> Course:
    """By what the ledger holds until a moment. Reads the days' transfers; what came before is what is left over."""
    slots = set(LedgerAccount.objects.filter(budget__code=code).values_list("pk", flat=True))
    since = day_span(first_day)[0]
    later = Transfer.objects.filter(created_at__gte=since)
    moved = later.filter(Q(debit__in=slots) | Q(credit__in=slots))
    after = moved.filter(created_at__gt=until)
    balance = LedgerAccount.objects.filter(pk__in=slots).aggregate(left=Sum("balance", default=0))["left"]
    days = _days(moved.filter(created_at__lte=until), slots)
    late = _sums(after, slots)
    began = balance - sum(day.put_in - day.paid_out for day in days) - (late[0] - late[1])
    return Course(began, days)


def _days(moved: QuerySet[Transfer], slots: set[int]) -> list[BudgetDay]:
    by_day = moved.annotate(day=TruncDate("created_at", tzinfo=CITY_ZONE)).values("day").order_by("day")
    sums = by_day.annotate(put_in=_into(slots), paid_out=_out_of(slots))
    return [BudgetDay(row["day"], row["put_in"], row["paid_out"]) for row in sums]


def _sums(moved: QuerySet[Transfer], slots: set[int]) -> tuple[int, int]:
    found = moved.aggregate(put_in=_into(slots), paid_out=_out_of(slots))
    return found["put_in"], found["paid_out"]


def _into(slots: set[int]) -> Sum:
    return Sum("amount", filter=Q(credit__in=slots), default=0)


def _out_of(slots: set[int]) -> Sum:
    return Sum("amount", filter=Q(debit__in=slots), default=0)
