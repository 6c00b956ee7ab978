"""How many citizens stand behind what moved: so that no public sum is about a few of them."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from credits.models import AccountKind, Asset, Transfer

CITIZENS = (AccountKind.AVAILABLE, AccountKind.HELD)
"""The accounts in which citizens have credits."""


def citizens_by_counterpart(since: datetime, before: datetime) -> Mapping[str, int]:
    """Whose credits came from, or went to, accounts of each kind between two moments; not more than there were.

    Of those to whom something came and from whom something went, the greater number.
    """
    moved = Transfer.objects.filter(asset=Asset.CREDIT, created_at__gte=since, created_at__lt=before)
    came, went = _owners(moved, "credit", "debit"), _owners(moved, "debit", "credit")
    return {kind: max(came.get(kind, 0), went.get(kind, 0)) for kind in came | went}


def _owners(moved: QuerySet[Transfer], citizen: str, counterpart: str) -> dict[str, int]:
    crossing = moved.filter(**{f"{citizen}__kind__in": CITIZENS}).exclude(**{f"{counterpart}__kind__in": CITIZENS})
    grouped = crossing.order_by().values_list(f"{counterpart}__kind")
    return dict(grouped.annotate(Count(f"{citizen}__owner", distinct=True)))


def citizens_by_budget(since: datetime, before: datetime) -> Mapping[int, int]:
    """To how many citizens each budget paid something between two moments."""
    paid = Transfer.objects.filter(asset=Asset.CREDIT, created_at__gte=since, created_at__lt=before)
    crossing = paid.filter(debit__budget__isnull=False, credit__kind__in=CITIZENS)
    return dict(crossing.order_by().values_list("debit__budget").annotate(Count("credit__owner", distinct=True)))
