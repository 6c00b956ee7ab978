"""What an entry of a catalogue may hold: each part known, of its kind and size, so that nothing is passed over unread.

What the parts mean for each other is looked at elsewhere; here a text is only kept from meaning something else to a
program than to whoever reads it. Pure.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from scenarios.rules import CapMeasure, Doubting, Evidence, Period

Kind = Callable[[Any, str], None]
"""Raises `ValueError` where a node is none; the text is the way to it, for whoever has to mend it."""

MOST_DIGITS = 15
MOST_OF_A_SCENARIO = 100_000
LONGEST_WORD, LONGEST_TEXT = 100, 500
LATEST_YEAR = 2100
NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?", re.ASCII)


def check(entry: Any) -> None:
    """Raises `ValueError` that names the first part which is not as it must be."""
    ENTRY(entry, "")


def _wrong(way: str) -> ValueError:
    return ValueError(_("“%(part)s” cannot be read") % {"part": way.strip(".") or "?"})


def _one(is_one: Callable[[Any], bool]) -> Kind:
    def kind(node: Any, way: str) -> None:
        if not is_one(node):
            raise _wrong(way)

    return kind


def _whole(least: int, most: int) -> Kind:
    return _one(lambda node: type(node) is int and least <= node <= most)


def _letters(most: int) -> Kind:
    return _one(lambda node: isinstance(node, str) and bool(node.strip()) and len(node) <= most)


def _or_none(kind: Kind) -> Kind:
    return lambda node, way: None if node is None else kind(node, way)


def _parts(needed: Mapping[str, Kind], **others: Kind) -> Kind:
    """A node of these parts; `others` may be left out."""
    known = {**needed, **others}

    def kind(node: Any, way: str) -> None:
        if not isinstance(node, dict):
            raise _wrong(way)
        for name in node.keys() - known.keys():
            raise ValueError(_("“%(part)s” is not known here") % {"part": f"{way}{name}"})
        for name in needed.keys() - node.keys():
            raise ValueError(_("“%(part)s” is missing") % {"part": f"{way}{name}"})
        for name, part in node.items():
            known[name](part, f"{way}{name}.")

    return kind


def _named(each: Kind, names: Collection[str] | None = None) -> Kind:
    """Parts of one kind under names of their own, or under some of these."""

    def kind(node: Any, way: str) -> None:
        if not isinstance(node, dict):
            raise _wrong(way)
        for name, part in node.items():
            if not isinstance(name, str) or (names is not None and name not in names):
                raise ValueError(_("“%(part)s” is not known here") % {"part": f"{way}{name}"})
            each(part, f"{way}{name}.")

    return kind


def _listed(each: Kind, *once: str) -> Kind:
    """A list; what these parts name stands in it once."""

    def kind(node: Any, way: str) -> None:
        if not isinstance(node, list):
            raise _wrong(way)
        seen = set[tuple[Any, ...]]()
        for place, part in enumerate(node, start=1):
            each(part, f"{way}{place}.")
            key = tuple(part[name] for name in once)
            if once and key in seen:
                raise ValueError(_("“%(part)s” stands twice") % {"part": f"{way}{place}"})
            seen.add(key)

    return kind


def _either(test: type, first: Kind, second: Kind) -> Kind:
    return lambda node, way: (first if isinstance(node, test) else second)(node, way)


WORD = _letters(LONGEST_WORD)
TRUTH = _one(lambda node: type(node) is bool)
COUNTED = _whole(0, 10**MOST_DIGITS - 1)
DECIMAL = _one(lambda node: isinstance(node, str) and NUMBER.fullmatch(node) is not None)
WHOLE_OR_DECIMAL = _either(int, COUNTED, DECIMAL)
TEXT = _parts({language: _letters(LONGEST_TEXT) for language in ("zh-hans", "en")})
SOURCE = _either(str, WORD, _parts({"title": TEXT, "publisher": TEXT, "date": WORD}))
STATED = {"standing": WORD, "source": SOURCE}
RANGE = {"low": DECIMAL, "central": DECIMAL, "high": DECIMAL}
OF_A_FACTOR = {"value": DECIMAL, "unit": WORD, "region": WORD, "year": _whole(1, LATEST_YEAR), **STATED}
FACTOR = _parts(OF_A_FACTOR, **RANGE)
OF_A_SLOT = _either(str, WORD, _parts({"code": WORD, **OF_A_FACTOR}, **RANGE))
NUMBER_STATED = _parts({"value": COUNTED, "unit": WORD, **STATED})
LIMIT_STATED = _parts({"value": _or_none(COUNTED), "unit": WORD, **STATED})
BOUND = _parts({"measure": WORD, "unit": WORD, **STATED}, least=WHOLE_OR_DECIMAL, most=WHOLE_OR_DECIMAL)
CAP = _parts(
    {
        "measure": _one(lambda node: node in list(CapMeasure)),
        "per": _one(lambda node: node in list(Period)),
        "value": COUNTED,
        "unit": WORD,
        **STATED,
    }
)
TERMS = _named(lambda node, way: None)
"""A methodology reads its own."""
OF_A_VERSION = {"number": _whole(1, MOST_OF_A_SCENARIO), "effective_from": WORD}
END = _parts({**OF_A_VERSION, "ends": _one(lambda node: node is True)})
RULE = _parts(
    {
        **OF_A_VERSION,
        "claimable": TRUTH,
        "factors": _named(OF_A_SLOT),
        "bounds": _listed(BOUND, "measure"),
        "caps": _listed(CAP, "measure", "per"),
        "windows": _named(LIMIT_STATED, list(Evidence)),
        "budget": WORD,
    },
    terms=TERMS,
    grams_per_credit=NUMBER_STATED,
    credits_each=NUMBER_STATED,
    worth=_named(NUMBER_STATED, list(Evidence)),
    most_grams=_named(NUMBER_STATED, list(Evidence)),
    doubts=_parts(dict.fromkeys(Doubting.__slots__, LIMIT_STATED)),
    steps_per_riding_minute=NUMBER_STATED,
    ways=_listed(WORD),
)


def _version(node: Any, way: str) -> None:
    (END if isinstance(node, dict) and "ends" in node else RULE)(node, way)


ENTRY = _parts(
    {
        "code": WORD,
        "position": COUNTED,
        "group": WORD,
        "icon": WORD,
        "name": TEXT,
        "summary": TEXT,
        "methodology": WORD,
        "versions": _listed(_version, "number"),
    },
    terms=TERMS,
    sources=_named(SOURCE),
    factors=_named(FACTOR),
)
