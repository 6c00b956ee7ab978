"""Whole storms and years, seed after seed: `STORMS=20 YEARS=5 bin/test tests/simulation/test_sweeps.py`.

Half an hour on two cores. Nothing of it runs unless it is asked for; small ones are in test_course.py.
"""

import os

import pytest

from simulation import summary, worlds

ASKED = {"storm": int(os.environ.get("STORMS", "0")), "year": int(os.environ.get("YEARS", "0"))}
SEEDS = [(name, seed) for name, count in ASKED.items() for seed in range(1, count + 1)]

if not SEEDS:
    pytest.skip("asked for by STORMS and YEARS", allow_module_level=True)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_every_promise_is_kept_each_day(live, name, seed):
    told = live(worlds.world(name), seed=seed)

    assert told.broken == [], "\n".join(
        summary.lines(told, command=f"bin/manage simulate --world {name} --seed {seed} --until {told.city.last_day}")
    )
