"""What a part of a voucher comes to: of so many fen off a bill, the credits spent and the fen owed for them.

Both are reckoned from where the voucher stands before and after the part, so that the parts sum to the whole whatever
they are: credits rounded up, since nothing is taken that was not paid for; fen down, since nothing is paid that was not
taken (docs/settlement.md).
"""

from typing import NamedTuple


class Whole(NamedTuple):
    """What the whole voucher is: off a bill in fen, in credits, and in fen owed to its merchant."""

    value_fen: int
    price: int
    settlement_fen: int


class Part(NamedTuple):
    """The same of a part of it."""

    value_fen: int
    price: int
    settlement_fen: int


def part(whole: Whole, *, taken_fen: int, value_fen: int) -> Part:
    """The next part, where so many fen of the value were taken before."""
    assert 0 < value_fen <= whole.value_fen - taken_fen, "asked before"
    before, after = _up_to(whole, taken_fen), _up_to(whole, taken_fen + value_fen)
    return Part(value_fen, after.price - before.price, after.settlement_fen - before.settlement_fen)


def _up_to(whole: Whole, taken_fen: int) -> Part:
    price = -(-whole.price * taken_fen // whole.value_fen)
    return Part(taken_fen, price, whole.settlement_fen * taken_fen // whole.value_fen)
