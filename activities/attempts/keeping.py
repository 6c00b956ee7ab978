"""Keeps what forms refuse for thirty days, so that a citizen can ask about it and the desk can answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.models import RefusedAttempt
from common.errors import DomainError
from scenarios.models import Scenario

KEPT = timedelta(days=30)
A_MOMENT = timedelta(seconds=10)
MOST = 100
"""Of one citizen the latest: whoever sends the same wrong thing all day fills no disk."""
FORGOTTEN_A_ROUND = 5000


def keep(
    *,
    citizen: User,
    scenario: Scenario,
    error: DomainError,
    now: datetime,
    started_at: datetime | None = None,
    values: Mapping[str, Any] | None = None,
) -> RefusedAttempt:
    """Writes down what was said and why it was refused; what is sent twice in a moment is one attempt."""
    with transaction.atomic():
        own = RefusedAttempt.objects.of(citizen.pk).order_by("-pk")
        last = own.first()
        told = (scenario.pk, error.code, dict(error.facts), started_at, dict(values or {}))
        if last is not None and now - last.refused_at < A_MOMENT and told == last.told:
            return last
        attempt = RefusedAttempt.objects.create(
            citizen=citizen,
            scenario=scenario,
            started_at=started_at,
            values=dict(values or {}),
            code=error.code,
            facts=dict(error.facts),
            refused_at=now,
        )
        if oldest := own.values_list("pk", flat=True)[MOST - 1 : MOST].first():
            RefusedAttempt.objects.of(citizen.pk).filter(pk__lt=oldest).delete()
    return attempt


@contextmanager
def kept(*, citizen: User, scenario: str, now: datetime, **told: Any) -> Iterator[None]:
    """For a piece of work that may refuse what a form sent: the refusal is kept, and goes on its way."""
    try:
        yield
    except DomainError as error:
        if found := Scenario.objects.filter(code=scenario).first():
            keep(citizen=citizen, scenario=found, error=error, now=now, **told)
        raise


def forget_old(*, now: datetime) -> int:
    """Erases what is older than thirty days, a round at a time; says how many."""
    old = RefusedAttempt.objects.filter(refused_at__lt=now - KEPT).order_by("refused_at")
    number, _by_model = RefusedAttempt.objects.filter(pk__in=old.values("pk")[:FORGOTTEN_A_ROUND]).delete()
    return number
