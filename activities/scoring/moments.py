"""The moments under which decisions about a citizen are written: they follow upon each other as the decisions did.

A clock is read before the citizen's lock, and another host's runs otherwise. Who counts anew goes by what is written,
so a moment that is read too early is moved past what was decided meanwhile. To be asked under the lock.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from activities.models import Assessment, Revocation

NEXT = timedelta(microseconds=1)
"""The database tells no moments apart that are nearer."""


def of_assessing(citizen_ids: Collection[int], *, now: datetime) -> datetime:
    """`now`, or right after the last act of these citizens was taken back."""
    return _after(Revocation.objects.filter(activity__citizen__in=citizen_ids, revoked_at__gte=now), "revoked_at", now)


def of_taking_back(citizen_id: int, *, now: datetime) -> datetime:
    """`now`, or right after the last act of the citizen was assessed or taken back."""
    assessed = Assessment.objects.filter(activity__citizen=citizen_id, assessed_at__gte=now)
    return of_assessing([citizen_id], now=_after(assessed, "assessed_at", now))


def _after(decided: QuerySet[Any], name: str, now: datetime) -> datetime:
    last = decided.aggregate(last=Max(name))["last"]
    return now if last is None else max(now, last + NEXT)
