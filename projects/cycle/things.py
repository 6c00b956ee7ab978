"""The things in the world that a design names, each in one writing, so that they are found in another design."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from common.typed.codes import code
from common.typed.letters import plain
from projects.models import ThingKind

NAMED = (ThingKind.PLATE, ThingKind.METER, ThingKind.PLOT, ThingKind.MECHANISM)
"""Those of which a design lists any number."""
MOST_NAMES = 500
LONGEST = 60
SHORTEST_WHOLE = 7
"""Characters of a number plate."""


def listed(text: str) -> list[str]:
    """What somebody typed, one on each line or with 、，；between; the same twice is once.

    Blanks and strokes belong to a name, 5101 0015 01, unless they part names that are whole: 川A12345 川A23456.
    """
    lines = (part for line in re.split(r"[\n\r\t,，、;；]", text) for part in _whole(line))
    named = (plain(line)[:LONGEST] for line in lines)
    return list(dict.fromkeys(name for name in named if name))[:MOST_NAMES]


def _whole(line: str) -> list[str]:
    parts = [part for part in re.split(r"[\s/／]+", line) if part]
    return parts if all(len(code(part)) >= SHORTEST_WHOLE for part in parts) else [line]


def of(content: Mapping[str, Any]) -> Iterator[tuple[ThingKind, str]]:
    """Each kind with the one writing of a name."""
    named: Mapping[str, Sequence[str]] = content.get("things", {})
    found = {(kind, written(kind, name)) for kind in NAMED for name in named.get(kind, ())}
    if address := written(ThingKind.ADDRESS, content.get("address", "")):
        found.add((ThingKind.ADDRESS, address))
    yield from sorted((kind, name) for kind, name in found if name)


def written(kind: ThingKind, name: str) -> str:
    """As it is compared: ｍ-1 is M1, and noughts before a meter's number say nothing."""
    letters = code(unicodedata.normalize("NFKC", name))
    return letters.lstrip("0") if kind == ThingKind.METER else letters
