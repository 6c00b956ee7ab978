"""What is struck at once, and where."""

import pytest

from faults.cells import CELLS
from faults.run import shared_out, stage_of


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_cell_is_struck_on_one_side_on_the_stage_that_it_needs(count):
    sides = shared_out(CELLS, count)

    struck = [(name, cell) for side in sides for name, cells in side.items() for cell in cells]
    assert len(sides) == count
    assert sorted(map(str, CELLS)) == sorted(str(cell) for _name, cell in struck)
    assert all(stage_of(cell) == name for name, cell in struck)


def test_side_without_a_cell_is_not_there():
    assert [list(side) for side in shared_out([cell for cell in CELLS if cell.part == "clock"], 3)] == [["clock"]]
