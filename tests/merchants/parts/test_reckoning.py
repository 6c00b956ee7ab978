"""Any row of parts sums to the whole, in credits and in fen, and is never above it on the way."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from merchants.parts import Part, Whole, part

wholes = st.builds(
    Whole,
    value_fen=st.integers(1, 1_000_000),
    price=st.integers(1, 1_000_000),
    settlement_fen=st.integers(0, 1_000_000),
)


@st.composite
def cuts(draw) -> tuple[Whole, list[int]]:
    """A voucher, and amounts that come to its whole value."""
    whole = draw(wholes)
    ends = draw(st.lists(st.integers(1, whole.value_fen), max_size=20, unique=True))
    edges = sorted({0, whole.value_fen, *ends})
    return whole, [after - before for before, after in pairwise(edges)]


@given(cuts())
def test_any_row_of_parts_sums_to_the_whole_and_is_never_above_it(case):
    whole, amounts = case
    taken_fen = price = settlement_fen = 0
    for amount in amounts:
        cut = part(whole, taken_fen=taken_fen, value_fen=amount)
        taken_fen, price, settlement_fen = taken_fen + amount, price + cut.price, settlement_fen + cut.settlement_fen
        assert cut.price >= 0
        assert cut.settlement_fen >= 0
        # Nobody is paid for more than was taken, and nothing is taken that was not paid for; less than one apart.
        assert 0 <= price * whole.value_fen - whole.price * taken_fen < whole.value_fen
        assert 0 <= whole.settlement_fen * taken_fen - settlement_fen * whole.value_fen < whole.value_fen
    assert (taken_fen, price, settlement_fen) == (whole.value_fen, whole.price, whole.settlement_fen)


def test_the_worked_example():
    whole = Whole(value_fen=2000, price=400, settlement_fen=1600)
    assert part(whole, taken_fen=0, value_fen=1250) == Part(1250, 250, 1000)
    assert part(whole, taken_fen=1250, value_fen=750) == Part(750, 150, 600)

    odd = Whole(value_fen=2000, price=300, settlement_fen=1999)
    assert part(odd, taken_fen=0, value_fen=333) == Part(333, 50, 332)
    assert part(odd, taken_fen=333, value_fen=333) == Part(333, 50, 333)
    assert part(odd, taken_fen=666, value_fen=1334) == Part(1334, 200, 1334)
