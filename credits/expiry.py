"""Expiry: what a citizen has not spent by the end of a vintage's last day is theirs no more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from common.city_time import city_day
from credits import ledger
from credits.accounts import scheme_account
from credits.models import GIVEN, AccountKind, Asset, LedgerAccount, Transfer, TransferKind
from jobs import one_by_one, passed_over

BATCH = 1000


def expire(*, now: datetime, limit: int = BATCH) -> int:
    """Expires at most `limit` vintages whose last day is over; returns how many. Those in use now stay for later.

    All in one batch; where one of them cannot expire, each on its own, and that one is left for later.
    """
    due = LedgerAccount.objects.filter(
        kind=AccountKind.AVAILABLE, asset=Asset.CREDIT, expires_on__lt=city_day(now), balance__gt=0
    ).order_by("pk")
    try:
        expired = _expire(due, now=now, limit=limit)
        passed_over.forget(LedgerAccount, expired)
        return len(expired)
    except Exception:
        one_by_one.say_or_stop("vintages expire one by one")
    return one_by_one.each(
        due, lambda account_id: bool(_expire(due.filter(pk=account_id), now=now, limit=1)), limit=limit
    )


@transaction.atomic
def _expire(due: QuerySet[LedgerAccount], *, now: datetime, limit: int) -> Collection[int]:
    """Returns which. The reference names the last transfer into an account: what comes back later can expire, too."""
    locked = due.select_for_update(no_key=True, skip_locked=True)[:limit]
    balances = {account.pk: account.balance for account in locked}
    expired = scheme_account(AccountKind.EXPIRED)
    ledger.post_all(
        [
            ledger.Posting(
                account_id,
                expired,
                balances[account_id],
                TransferKind.EXPIRE,
                f"expire:{account_id}:{last_transfer_id}",
                now,
            )
            for account_id, last_transfer_id in _last_transfers(balances).items()
        ],
        now=now,
    )
    return balances


def _last_transfers(account_ids: dict[int, int]) -> dict[int, int]:
    """The id of the last transfer that touched each account, by account."""
    last_gain = Transfer.objects.filter(credit=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    last_loss = Transfer.objects.filter(GIVEN, debit=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    last = Greatest(Coalesce(Subquery(last_gain), 0), Coalesce(Subquery(last_loss), 0))
    accounts = LedgerAccount.objects.filter(pk__in=list(account_ids)).annotate(last_transfer=last)
    return dict(accounts.order_by("pk").values_list("pk", "last_transfer"))
