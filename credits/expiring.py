"""Whom to tell that credits of theirs expire soon."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.inbox.telling import News
from accounts.models import Notice
from common.city_time import city_day
from credits.models import AccountKind, Asset, LedgerAccount

SOON = timedelta(days=30)
EXPIRE_SOON = "credits_expire_soon"


def news(*, now: datetime, limit: int) -> list[News]:
    """For citizens who have credits that expire within thirty days and were not told so."""
    today = city_day(now)
    told = Notice.objects.filter(citizen_id=OuterRef("owner_id"), key=Concat(Value("expiring:"), _LAST_DAY))
    soon = LedgerAccount.objects.filter(
        kind=AccountKind.AVAILABLE, asset=Asset.CREDIT, expires_on__range=(today, today + SOON), balance__gt=0
    )
    due = soon.filter(~Exists(told)).order_by("pk")[:limit]
    return [_of(account) for account in due]


_LAST_DAY = Cast(OuterRef("expires_on"), TextField())


def _of(account: LedgerAccount) -> News:
    assert account.owner_id is not None
    assert account.expires_on is not None
    last_day = account.expires_on.isoformat()
    facts = {"credits": account.balance, "last_day": last_day}
    return News(account.owner_id, EXPIRE_SOON, f"expiring:{last_day}", reverse("portal:statement"), facts)
