"""One convention everywhere: what a template's name says of it, and what only one module may do."""

import re
from pathlib import Path

import pytest

from tests.processes import ROOT

TEMPLATES = ROOT / "templates"
INCLUDED = re.compile(r'{% include "([^"]+\.html)"')
OF_OTHERS = {"unfold", "components"}
"""Overridden under the names that their package gives them; and the folder in which everything is a part."""
ELSEWHERE = {"tests", "benchmarks", "node_modules"}


def templates() -> dict[str, str]:
    """Ours, by the names under which they are asked for."""
    found = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    return {name: text for name, text in found.items() if name.split("/")[0] not in OF_OTHERS}


def sources() -> list[Path]:
    return [
        path
        for path in ROOT.rglob("*.py")
        if not any(part.startswith(".") or part in ELSEWHERE for part in path.relative_to(ROOT).parts)
    ]


def is_page(text: str) -> bool:
    return "{% extends " in text or "<!DOCTYPE html>" in text


def test_a_part_of_a_page_has_an_underscore_and_a_page_has_none():
    found = templates()
    assert len(found) > 100

    wrong = [name for name, text in found.items() if is_page(text) == Path(name).name.startswith("_")]

    assert sorted(wrong) == []


def test_what_is_included_is_a_part():
    included = {name for text in templates().values() for name in INCLUDED.findall(text)}
    ours = {name for name in included if (TEMPLATES / name).exists() and name.split("/")[0] not in OF_OTHERS}
    assert ours

    assert [name for name in sorted(ours) if not Path(name).name.startswith("_")] == []


@pytest.mark.parametrize(
    ("what", "where"),
    [
        # Spreadsheets take what begins with some signs for a formula: one writer knows them.
        (r"\bcsv\.(?:writer|DictWriter)\(", "common/csv_stream.py"),
    ],
)
def test_one_module_does_it(what, where):
    found = [path.relative_to(ROOT).as_posix() for path in sources() if re.search(what, path.read_text("utf-8"))]

    assert found == [where]


def test_errors_of_an_app_are_in_its_refusals():
    """In a file of that name, or in a folder where they are many. Those of `common` stand by what raises them."""
    found = [path for path in sources() if re.search(r"^class \w+\(DomainError\)", path.read_text("utf-8"), re.M)]
    apart = {path.relative_to(ROOT).as_posix() for path in found if "refusals" not in (path.stem, path.parent.name)}

    assert len(found) - len(apart) > 8
    assert sorted(name for name in apart if not name.startswith("common/")) == []
