"""Numbers, days and times are typed into fields of the one grammar; Django's own read and refuse by another."""

import re

from tests.processes import ROOT

ANOTHER = re.compile(r"\bforms\.(?:Integer|Float|Decimal|Date|Time|DateTime|SplitDateTime|Duration)Field\(")
ELSEWHERE = {"tests", "benchmarks", "node_modules"}


def test_no_form_reads_by_another_grammar():
    sources = [
        path
        for path in ROOT.rglob("*.py")
        if not any(part.startswith(".") or part in ELSEWHERE for part in path.relative_to(ROOT).parts)
    ]

    assert len(sources) > 100
    assert [str(path) for path in sources if ANOTHER.search(path.read_text(encoding="utf-8"))] == []
