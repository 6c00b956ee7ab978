"""How much somebody may adjust: by their role, as an edition of the desk's list says; beyond it nobody may.

A role without a line may adjust nothing, and whoever has several has the most of each. The numbers that the list begins
with are proposed, nobody's rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, Sum
from django.db.models.functions import Abs

from accounts.models import User
from common.city_time import city_day, day_span, next_month
from credits.adjusting.models import Adjustment, AdjustmentQuerySet, AdjustmentStatus
from credits.refusals import AboveLimit, OwnLimit
from lists import reading

LIST = "adjustment-limits"
BEGUN: Mapping[str, Any] = {
    "roles": [
        {"role": "账户服务 · Account service", "each": 500, "day": 5_000, "citizen_month": 1_000},
        {"role": "预算拨付 · Budget funding", "each": 2_000, "day": 20_000, "citizen_month": 2_000},
    ]
}
RIGHTS = ("propose_adjustment", "approve_adjustment")


@dataclass(frozen=True, slots=True)
class Limits:
    """Credits, given and taken alike: of one adjustment, of one member of staff's day, of a citizen's month."""

    each: int = 0
    day: int = 0
    citizen_month: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """What counts already towards the limits of a day and of a citizen's month."""

    day: int
    citizen_month: int


def begun() -> Mapping[str, Any]:
    """What holds until the desk has an edition."""
    return BEGUN


def limits_of(user: User, document: Mapping[str, Any] | None = None) -> Limits:
    """By an edition, else by the one that holds. A superuser has every role, and so the most that any has."""
    lines = _lines_of(document or reading.current().last(LIST).get("", BEGUN), user)
    most = {part: max((line[part] for line in lines), default=0) for part in Limits.__slots__}
    return Limits(**most)


def check(adjustment: Adjustment, *, by: User, now: datetime) -> None:
    """Raises `AboveLimit` for what `by` may not propose, or approve. The caller holds the locks of both people."""
    limits, used, amount = limits_of(by), used_by(adjustment, by=by, now=now), adjustment.amount
    reached = [
        ("each", amount, limits.each),
        ("day", used.day + amount, limits.day),
        ("citizen_month", used.citizen_month + amount, limits.citizen_month),
    ]
    for which, comes_to, most in reached:
        if comes_to > most:
            raise AboveLimit(which=which, most=most, comes_to=comes_to)


def used_by(adjustment: Adjustment, *, by: User, now: datetime) -> Used:
    """What `by` has proposed today that stands, or has approved; and what this month brought or took the citizen."""
    first, after = day_span(city_day(now))
    standing = Adjustment.objects.filter(status__in=[AdjustmentStatus.PROPOSED, AdjustmentStatus.APPROVED])
    if adjustment.proposed_by_id == by.pk:
        own = standing.filter(proposed_by=by, proposed_at__gte=first, proposed_at__lt=after)
    else:
        own = standing.filter(decided_by=by, decided_at__gte=first, decided_at__lt=after)
    return Used(_sum(own.exclude(pk=adjustment.pk)), _sum(_of_the_month(adjustment, now)))


def refuse_own(user: User, document: Mapping[str, Any]) -> None:
    """Raises `OwnLimit` where an edition would raise what its writer or confirmer may adjust themselves."""
    if not any(user.has_perm(f"credits.{right}") for right in RIGHTS):
        return
    before, after = limits_of(user), limits_of(user, document)
    if any(getattr(after, part) > getattr(before, part) for part in Limits.__slots__):
        raise OwnLimit


def roles() -> list[str]:
    """The groups that may propose or decide."""
    asked = Q(permissions__content_type__app_label="credits", permissions__codename__in=RIGHTS)
    return list(Group.objects.filter(asked).order_by("name").values_list("name", flat=True).distinct())


def _lines_of(document: Mapping[str, Any], user: User) -> list[Mapping[str, Any]]:
    if user.is_superuser:
        return list(document["roles"])
    own = set(user.groups.values_list("name", flat=True))
    return [line for line in document["roles"] if line["role"] in own]


def _of_the_month(adjustment: Adjustment, now: datetime) -> AdjustmentQuerySet:
    month = city_day(now).replace(day=1)
    since, until = day_span(month)[0], day_span(next_month(month))[0]
    posted = Adjustment.objects.posted().of(adjustment.citizen_id)
    return posted.filter(decided_at__gte=since, decided_at__lt=until)


def _sum(rows: AdjustmentQuerySet) -> int:
    return int(rows.aggregate(sum=Sum(Abs("credits"), default=0))["sum"])
