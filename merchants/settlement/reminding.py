"""Owners are told of a statement that waits for them: when it comes to them, and again while they say nothing.

Nobody's silence is taken for a yes. What has waited for `LATE` the desk asks after.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from accounts.inbox.telling import News, tell
from accounts.models import Notice
from merchants.models import Membership, MembershipQuerySet, Role, Statement, StatementStatus, StatementStep

WAITS, STILL_WAITS = "statement_waits", "statement_still_waits"
AT_ONCE, SOON, LATE = timedelta(0), timedelta(days=3), timedelta(days=10)
TELLINGS = {AT_ONCE: WAITS, SOON: STILL_WAITS, LATE: STILL_WAITS}
"""How long a statement has waited when its owners are told, and what."""


def waiting() -> QuerySet[Any]:
    """Statements whose merchants are asked, with the moment `since` which, and the `step` that brought them there."""
    steps = StatementStep.objects.filter(statement=OuterRef("pk")).order_by("-pk")
    last = {"since": Subquery(steps.values("happened_at")[:1]), "step": Subquery(steps.values("pk")[:1])}
    return Statement.objects.filter(status=StatementStatus.CLOSED).annotate(**last)


def late(now: datetime) -> QuerySet[Any]:
    """Those that have waited so long that somebody at the desk calls."""
    return waiting().filter(since__lte=now - LATE)


def remind(*, now: datetime, limit: int) -> int:
    """Tells the owners of at most so many statements; returns of how many. Who was told of one is told no more."""
    due = _due(now, limit)
    tell([news for statement, age in due for news in _news(statement, age)], now=now)
    return len(due)


def _due(now: datetime, limit: int) -> list[tuple[Any, timedelta]]:
    """Of several tellings that a statement has missed, the last."""
    due = list[tuple[Any, timedelta]]()
    for age, until in pairwise([*TELLINGS, None]):
        assert age is not None
        asked = waiting().filter(since__lte=now - age).filter(Exists(_untold(age)))
        if until is not None:
            asked = asked.filter(since__gt=now - until)
        found = asked.select_related("merchant").order_by("pk")[: limit - len(due)]
        due += [(statement, age) for statement in found]
    return due


def _owners() -> MembershipQuerySet:
    return Membership.objects.current().filter(role=Role.OWNER)


def _untold(age: timedelta) -> QuerySet[Membership]:
    """Owners of the merchant of a statement outside, who were not told."""
    step = Cast(OuterRef(OuterRef("step")), CharField())
    key = Concat(Value("statement:"), OuterRef(OuterRef("public_id")), Value(":"), step, Value(f":{age.days}"))
    told = Notice.objects.filter(citizen_id=OuterRef("user_id"), key=key)
    return _owners().filter(~Exists(told), merchant=OuterRef("merchant"))


def _news(statement: Any, age: timedelta) -> Iterator[News]:
    key = f"statement:{statement.public_id}:{statement.step}:{age.days}"
    facts = {"merchant": statement.merchant.name, "month": f"{statement.month:%Y-%m-%d}", "fen": statement.fen}
    for owner in _owners().filter(merchant=statement.merchant_id):
        assert owner.user_id is not None
        yield News(owner.user_id, TELLINGS[age], key, statement.get_absolute_url(), facts)
