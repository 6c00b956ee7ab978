"""The adjustments behind transfers."""

from collections.abc import Iterable

from common.desk_origins import numbers_after
from credits.adjusting.models import Adjustment

WORD, REPAY = "adjust", "repay:"


def adjustments_behind(references: Iterable[str]) -> dict[str, Adjustment]:
    """By reference, for those of these that post one, give back what one took, or repay a debt out of one."""
    plain = {reference: reference.removeprefix(REPAY) for reference in references}
    numbers = numbers_after(WORD, plain.values())
    found = Adjustment.objects.in_bulk(set(numbers.values())) if numbers else {}
    return {one: found[numbers[name]] for one, name in plain.items() if numbers.get(name) in found}
