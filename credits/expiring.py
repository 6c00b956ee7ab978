"""Whom to tell that credits of theirs expire soon: thirty days before, and once more seven days before."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.inbox.telling import News
from accounts.models import Notice
from common.city_time import city_day
from credits.models import AccountKind, Asset, LedgerAccount

SOON, THIS_WEEK = timedelta(days=30), timedelta(days=7)
EXPIRE_SOON, EXPIRE_THIS_WEEK = "credits_expire_soon", "credits_expire_this_week"
PREFIXES = {EXPIRE_SOON: "expiring:", EXPIRE_THIS_WEEK: "expiring-this-week:"}
"""What the keys of what is told begin with; the vintage's last day follows."""


def news(*, now: datetime, limit: int) -> list[News]:
    """For citizens who have credits that expire within the month or the week, and were not told so; of one, one."""
    today = city_day(now)
    this_week = _untold(EXPIRE_THIS_WEEK, today, today + THIS_WEEK, limit)
    this_month = _untold(EXPIRE_SOON, today + THIS_WEEK + timedelta(days=1), today + SOON, limit - len(this_week))
    return [*this_week, *this_month]


def _untold(code: str, first: date, last: date, limit: int) -> list[News]:
    last_day = Cast(OuterRef("expires_on"), TextField())
    told = Notice.objects.filter(citizen_id=OuterRef("owner_id"), key=Concat(Value(PREFIXES[code]), last_day))
    soon = LedgerAccount.objects.filter(
        kind=AccountKind.AVAILABLE, asset=Asset.CREDIT, expires_on__range=(first, last), balance__gt=0
    )
    return [_of(account, code) for account in soon.filter(~Exists(told)).order_by("pk")[:limit]]


def _of(account: LedgerAccount, code: str) -> News:
    assert account.owner_id is not None
    assert account.expires_on is not None
    last_day = account.expires_on.isoformat()
    facts = {"credits": account.balance, "last_day": last_day}
    return News(account.owner_id, code, f"{PREFIXES[code]}{last_day}", reverse("portal:statement"), facts)
