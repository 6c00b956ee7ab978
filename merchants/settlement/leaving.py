"""A merchant that leaves has left once nobody holds a voucher of it: its shops shut, and it is settled finally."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from jobs import one_by_one
from merchants.models import Membership, Merchant, MerchantStatus, Redemption, Role
from merchants.refusals import NothingToSettle, SettledFinally
from merchants.settlement import closing


def finish_due(*, now: datetime, limit: int) -> int:
    """At most `limit` merchants; returns how many have left. One that cannot stops none of the others."""
    return one_by_one.each(_due(now), lambda merchant_id: _finish(merchant_id, now), limit=limit)


def _due(now: datetime) -> QuerySet[Merchant]:
    """Leaving, without a voucher that could still be taken or undone."""
    vouchers = Redemption.objects.filter(merchant=OuterRef("pk"))
    lately = vouchers.filter(captured_at__gt=now - closing.AFTER)
    leaving = Merchant.objects.filter(leaving_at__isnull=False).exclude(status=MerchantStatus.LEFT)
    return leaving.filter(~Exists(vouchers.held()), ~Exists(lately)).order_by("pk")


@transaction.atomic
def _finish(merchant_id: int, now: datetime) -> bool:
    """Owners stay, to look at the final statement."""
    merchant = Merchant.objects.select_for_update(no_key=True).get(pk=merchant_id)
    if not _due(now).filter(pk=merchant_id).exists():
        return False
    merchant.status, merchant.status_at = MerchantStatus.LEFT, now
    merchant.save(update_fields=["status", "status_at"])
    for shop in merchant.shops.filter(is_open=True):
        shop.is_open = False
        shop.save(update_fields=["is_open"])
    staff = Membership.objects.filter(merchant=merchant, ended_at=None).exclude(role=Role.OWNER)
    staff.update(ended_at=now, phone="")
    with suppress(NothingToSettle, SettledFinally):
        closing.close_finally(merchant=merchant, now=now, by=None)
    return True
