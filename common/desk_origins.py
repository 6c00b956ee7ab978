"""What a transfer of the ledger comes from, as each app says of its own references, in its module `origins`."""

from collections.abc import Iterable, Sequence

from django.db.models import Model

from common.brought import brought
from common.paging import LONGEST_NUMBER


def origins_of(references: Sequence[str]) -> dict[str, Model]:
    """The act, voucher, decision … behind each reference, where there is one; few questions, however many."""
    return {one: row for module in brought("origins") for one, row in module.origins(references).items()}


def numbers_after(word: str, references: Iterable[str]) -> dict[str, int]:
    """Of those that are of this kind, as `settle:17` or `reversal:17:0`, each with its row's number."""
    found = {reference: _number_after(word, reference) for reference in references}
    return {reference: number for reference, number in found.items() if number is not None}


def _number_after(word: str, reference: str) -> int | None:
    kind, _colon, rest = reference.partition(":")
    number = rest.partition(":")[0]
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return int(number) if kind == word and is_number else None
