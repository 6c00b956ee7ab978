"""What is struck at once, and where."""

import pytest

from faults.cells import CELLS, chosen
from faults.run import STARTS_LIKE, shared_out, stage_of


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_cell_is_struck_on_one_side_on_the_stage_that_it_needs(count):
    sides = shared_out(CELLS, count)

    struck = [(name, cell) for side in sides for name, cells in side.items() for cell in cells]
    assert len(sides) == count
    assert sorted(map(str, CELLS)) == sorted(str(cell) for _name, cell in struck)
    assert all(stage_of(cell) == name for name, cell in struck)


def test_no_side_has_to_do_much_more_than_another():
    first, second = (sum(map(len, side.values())) for side in shared_out(CELLS, 2))

    assert abs(first - second) <= STARTS_LIKE


def test_few_cells_start_no_stage_twice():
    sides = shared_out(chosen(["*.kill×idle", "clock.back×idle"]), 3)

    assert [[*side] for side in sides] == [["clock"], ["portal"], ["portal"]]
    assert [list(side) for side in shared_out(chosen(["clock.back×idle"]), 3)] == [["clock"]]
