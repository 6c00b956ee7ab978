"""The parts that were taken of a voucher, as its citizen, its merchant and the desk see them."""

from collections.abc import Iterable

from merchants.models import Redemption


def parts_of(voucher: Redemption) -> list[Redemption]:
    """With shop and moment, the first one first; also those that were undone or refunded."""
    return [*voucher.parts.select_related("shop", "refund").order_by("pk")]


def with_parts(vouchers: Iterable[Redemption]) -> None:
    """Gives each voucher of a page its parts as `own_parts`, by one statement."""
    known = {voucher.pk: voucher for voucher in vouchers}
    for voucher in known.values():
        voucher.own_parts = []
    wanted = [pk for pk, voucher in known.items() if voucher.value_fen]
    if wanted:
        for part in Redemption.objects.filter(part_of__in=wanted).select_related("shop").order_by("pk"):
            assert part.part_of_id is not None, "asked for by that"
            known[part.part_of_id].own_parts.append(part)
