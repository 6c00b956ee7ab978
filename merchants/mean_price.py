"""What credits cost the scheme: the mean of what merchants are owed for those that were spent with them lately."""

from datetime import datetime, timedelta

from django.db.models import Sum

from merchants.models import Redemption, RedemptionStatus

LATELY = timedelta(days=90)
A_THOUSAND = 1000


def fen_per_thousand(*, now: datetime) -> int | None:
    """In fen for a thousand credits, rounded down, of vouchers used in the last 90 days; `None` where none was."""
    used = Redemption.objects.filter(status=RedemptionStatus.REDEEMED, captured_at__gt=now - LATELY)
    sums = used.filter(captured_at__lte=now, merchant__isnull=False).aggregate(
        fen=Sum("settlement_fen"), credits=Sum("price")
    )
    return sums["fen"] * A_THOUSAND // sums["credits"] if sums["credits"] else None
