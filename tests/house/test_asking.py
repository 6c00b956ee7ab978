"""No page asks again and again for ever: each part that asks by itself does so as `common/pages/asking.py` says."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
OF_THEIR_OWN = {
    "campaigns/public/_ticket_code.html": "staff wait; the next code comes when one ends",
    "city/dashboard/wall.html": "a wall that nobody touches, in a hall all day; once a minute",
    "merchants/mall/_voucher_face.html": "a cashier waits; it ends with the voucher",
    "components/screen_code.html": "a tablet or screen that nobody touches shows a new code every half minute",
}


def asking_by_themselves(templates: Path) -> dict[str, list[str]]:
    """What each template says around its `hx-trigger`, by its name."""
    found: dict[str, list[str]] = {}
    for path in sorted(templates.rglob("*.html")):
        for lines in re.findall(r"hx-get=(?:(?!hx-get=)[\s\S])*?hx-trigger=[^\n]*", path.read_text(encoding="utf-8")):
            found.setdefault(path.relative_to(templates).as_posix(), []).append(lines)
    return found


def endless(templates: Path) -> list[str]:
    return [
        name
        for name, parts in asking_by_themselves(templates).items()
        for part in parts
        if name not in OF_THEIR_OWN and ('hx-trigger="{{ asking.trigger }}"' not in part or "data-asks" not in part)
    ]


def test_every_part_asks_ever_more_rarely():
    assert len(asking_by_themselves(TEMPLATES)) == 9
    assert endless(TEMPLATES) == []


@pytest.mark.parametrize("name", OF_THEIR_OWN)
def test_what_asks_otherwise_asks_nothing_unseen(name):
    assert "data-asks" in (TEMPLATES / name).read_text(encoding="utf-8")


def test_a_planted_part_that_asks_every_second_is_reported(tmp_path):
    (tmp_path / "planted.html").write_text('<div hx-get="/x/"\n     hx-trigger="every 1s">\n</div>\n', encoding="utf-8")

    assert endless(tmp_path) == ["planted.html"]
