"""Cells are chosen by part, way and moment; what is left out is any."""

import pytest

from faults.cells import CELLS, chosen


def named(*patterns: str) -> list[str]:
    return [str(cell) for cell in chosen(patterns)]


def test_every_part_is_struck_in_every_way_at_every_moment():
    struck = {str(cell) for cell in CELLS}

    for part in ("postgres", "redis", "worker", "web", "scheduler"):
        for how in ("restart", "kill", "freeze", "cut"):
            for amid in ("idle", "batch", "commit", "stream"):
                assert f"{part}.{how}×{amid}" in struck
    assert len(struck) == len(CELLS)


def test_pattern_names_cells():
    assert named("postgres.kill×idle") == ["postgres.kill×idle"]
    assert named("scheduler.cut") == [f"scheduler.cut×{amid}" for amid in ("idle", "batch", "commit", "stream")]
    assert named("*.failover×idle", "clock.back×idle") == [
        "postgres.failover×idle",
        "redis.failover×idle",
        "clock.back×idle",
    ]
    assert len(named("redis")) == 20
    assert named() == [str(cell) for cell in CELLS]


def test_pattern_that_names_nothing_is_refused():
    with pytest.raises(ValueError, match=r"no cell is called web\.melt"):
        chosen(["web.melt"])
