"""What of the credits that were set aside is a voucher's or a part's own: which holds, and from where to where."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, Sum

from credits import holds, ledger
from credits.holds import Held, Span
from merchants.models import Redemption, RedemptionStatus
from merchants.models.redemption import hold_reference

BACK_ON_THE_VOUCHER = Q(status=RedemptionStatus.UNDONE, released_at=None)


class SetAside(NamedTuple):
    held: Held
    span: Span


def of(redemption: Redemption) -> SetAside:
    """Of a voucher what no part has taken; of a part what it took. The caller holds the voucher's lock, or is told."""
    if redemption.part_of_id is None:
        return SetAside(ledger.find_all(redemption.hold_reference()), Span(redemption.taken_price, redemption.price))
    before = Redemption.objects.filter(part_of=redemption.part_of_id, pk__lt=redemption.pk).exclude(BACK_ON_THE_VOUCHER)
    since = before.aggregate(credits=Sum("price"))["credits"] or 0
    held = ledger.find_all(hold_reference(redemption.part_of_id))
    return SetAside(held, Span(since, since + redemption.price))


def overdue(own: SetAside, *, today: date) -> int:
    """How much of it would expire at once if it went back today."""
    return holds.overdue(own.held, today=today, span=own.span)
