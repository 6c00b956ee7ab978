"""The things in the world that a design names, each in one writing, so that they are found in another design."""

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


def listed(text: str) -> list[str]:
    """What somebody typed, one on each line; the same twice is once."""
    lines = (plain(line)[:LONGEST] for line in text.replace("，", "\n").replace(",", "\n").splitlines())
    return list(dict.fromkeys(line for line in lines if line))[:MOST_NAMES]


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
