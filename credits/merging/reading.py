"""The mergers behind transfers, and the accounts that became one."""

from collections.abc import Iterable

from common.desk_origins import numbers_after
from credits.merging.models import Merger

WORD, REPAY = "merge", "repay:"


def mergers_behind(references: Iterable[str]) -> dict[str, Merger]:
    """By reference, for those of these that post one, forward what came later, or repay a debt out of one."""
    plain = {reference: reference.removeprefix(REPAY) for reference in references}
    numbers = numbers_after(WORD, plain.values())
    found = Merger.objects.select_related("ended", "stays").in_bulk(set(numbers.values())) if numbers else {}
    return {one: found[numbers[name]] for one, name in plain.items() if numbers.get(name) in found}
