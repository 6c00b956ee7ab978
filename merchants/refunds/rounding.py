"""Credits are rounded from part to part of a voucher, one up so that the next costs none; no refund takes that away.

Else the parts that were rounded up would be given back one by one, and the others would have cost nothing.
"""

from django.db.models import Sum

from merchants.models import Redemption, RedemptionStatus
from merchants.refusals import LaterPartsRestOnIt


def check(part: Redemption) -> None:
    """Raises `LaterPartsRestOnIt` where what stands without it, the rest included or not, would cost too little."""
    whole = part.part_of
    if whole is None:
        return
    others = whole.parts.filter(status=RedemptionStatus.REDEEMED).exclude(pk=part.pk)
    stand = others.aggregate(credits=Sum("price", default=0), fen=Sum("value_fen", default=0))
    credits, fen = int(stand["credits"]), int(stand["fen"])
    rest = (whole.left, whole.left_fen) if whole.status == RedemptionStatus.HELD else (0, 0)
    if not (_is_enough(whole, credits, fen) and _is_enough(whole, credits + rest[0], fen + rest[1])):
        raise LaterPartsRestOnIt


def _is_enough(whole: Redemption, credits: int, fen: int) -> bool:
    """Whether so much off bills costs a credit, and no whole one less than its share."""
    return not fen or credits >= max(1, whole.price * fen // whole.value_fen)
