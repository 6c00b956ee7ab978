"""Which numbers of a row are hidden, so that none is of fewer than five citizens, also not by subtraction."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from common.few import FEWEST


class Cell(NamedTuple):
    """A number with the citizens behind it; `None` where it is nobody's."""

    amount: int
    citizens: int | None

    @property
    def is_small(self) -> bool:
        return self.citizens is not None and 0 < self.citizens < FEWEST

    @property
    def is_large(self) -> bool:
        return self.citizens is not None and self.citizens >= FEWEST


def shown(parts: Mapping[str, Cell], *, known: Collection[str] = ()) -> Mapping[str, int | None]:
    """The parts of a sum that is known: small ones are hidden, and the least other one that hides them in the sum.

    Those that are `known` from elsewhere hide nothing. Where none is left that could, all other parts are hidden that
    are not nought; then their sum must be, too (`is_wholly_hidden`).
    """
    hidden = {code for code, cell in parts.items() if cell.is_small}
    if hidden:
        others = [(cell.citizens, code) for code, cell in parts.items() if cell.is_large and code not in known]
        hidden |= {min(others)[1]} if others else {code for code, cell in parts.items() if cell.amount} - {*known}
    return {code: None if code in hidden else cell.amount for code, cell in parts.items()}


def is_wholly_hidden(parts: Mapping[str, Cell], *, known: Collection[str] = ()) -> bool:
    """Whether nothing hides the small parts in their sum, so that it tells of them."""
    is_any_small = any(cell.is_small for cell in parts.values())
    return is_any_small and not any(cell.is_large for code, cell in parts.items() if code not in known)


def alone(cell: Cell) -> int | None:
    """A number that is no part of any sum."""
    return None if cell.is_small else cell.amount
