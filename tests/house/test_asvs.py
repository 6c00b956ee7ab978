"""The table of the security standard counts itself right, and names only what is there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (met|not met|not applicable) \| ([^|]+) \|$", PAGE, re.MULTILINE
)
LEVELS = {"1": 70, "2": 183}
"""So many requirements has the standard."""


def test_every_requirement_has_its_row():
    assert Counter(level for _number, level, _state, _where in ROWS) == LEVELS
    assert len({number for number, *_rest in ROWS}) == len(ROWS)


def test_count_at_the_top_is_that_of_the_rows():
    found = Counter((level, state) for _number, level, state, _where in ROWS)
    for name, levels in (("level 1", "1"), ("level 2", "2"), ("both", "12")):
        counts = [sum(found[level, state] for level in levels) for state in ("met", "not met", "not applicable")]
        assert f"| {name} | {' | '.join(map(str, [*counts, sum(counts)]))} |" in PAGE


def test_what_the_rows_name_is_there():
    named = {path for *_rest, where in ROWS for path in re.findall(r"`((?:[a-z_]+/)+[\w.-]*)`", where)}

    assert len(named) > 30
    assert {path for path in named if not (ROOT / path).exists()} == set()
