"""Reads catalogue entries out of a text that anybody may have written: bounded before it is built, plain data alone.

A few marks that point to others can make a small text stand for more than a machine holds, so what it stands for is
counted, too.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _

from scenarios.refusals import UnreadableCatalogue

MOST_BYTES = 512 * 1024
MOST_NODES = 60_000
DEEPEST = 20
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Nothing is seen of these, and what follows is read in another order."""


def documents_of(text: str) -> list[dict[str, Any]]:
    """The entries of a text, dates as text. Raises `UnreadableCatalogue`."""
    if len(text.encode()) > MOST_BYTES:
        raise UnreadableCatalogue(reason=_("more than %(size)s kB") % {"size": MOST_BYTES // 1024})
    try:
        _check_marks(text)
        documents = [each for each in yaml.load_all(text, yaml.CSafeLoader) if each is not None]
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableCatalogue(reason=str(error)) from error
    if _size(documents, {}) > MOST_NODES:
        raise UnreadableCatalogue(reason=_("it stands for too many values"))
    if not documents or not all(isinstance(each, dict) for each in documents):
        raise UnreadableCatalogue(reason=_("it holds no entry"))
    _check_letters(documents)
    return [without_dates(each) for each in documents]


def without_dates(node: Any) -> Any:
    """YAML reads `2016-01-01` as a date; documents are JSON, where it is a string."""
    match node:
        case dict():
            return {key: without_dates(value) for key, value in node.items()}
        case list():
            return [without_dates(value) for value in node]
        case date():
            return node.isoformat()
        case _:
            return node


def with_sources(node: Any, sources: Mapping[str, Any]) -> Any:
    """The same with every named source spelled out. Raises `KeyError`."""
    match node:
        case {"source": str(name), **rest}:
            return {**with_sources(rest, sources), "source": sources[name]}
        case dict():
            return {key: with_sources(value, sources) for key, value in node.items()}
        case list():
            return [with_sources(value, sources) for value in node]
        case _:
            return node


@dataclass(slots=True)
class _Open:
    """A node that is being read: the names of its parts so far, and whether another one comes next."""

    is_named: bool
    names: set[str] = field(default_factory=set)
    is_at_name: bool = True


def _check_marks(text: str) -> None:
    """Before anything is built of it: building goes as deep as the text does, and keeps the last of one name."""
    within: list[_Open] = []
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.NodeEvent) and within:
            _go_on(within[-1], event)
        if isinstance(event, yaml.CollectionStartEvent):
            within.append(_Open(isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            within.pop()
        if len(within) > DEEPEST:
            raise UnreadableCatalogue(reason=_("it is nested too deep"))


def _go_on(node: _Open, event: yaml.NodeEvent) -> None:
    if node.is_named and node.is_at_name and isinstance(event, yaml.ScalarEvent):
        if event.value in node.names:
            raise UnreadableCatalogue(reason=_("“%(part)s” stands twice") % {"part": event.value})
        node.names.add(event.value)
    node.is_at_name = not node.is_at_name


def _check_letters(node: Any) -> None:
    """No text holds what nobody sees and the database, or a reader, would stumble over."""
    match node:
        case dict():
            for name, value in node.items():
                _check_letters(name)
                _check_letters(value)
        case list():
            for value in node:
                _check_letters(value)
        case str() if any(letter in TURNING or unicodedata.category(letter) in ("Cc", "Cs") for letter in node):
            raise UnreadableCatalogue(reason=_("it holds letters that cannot be seen"))


def _size(node: Any, known: dict[int, int]) -> int:
    """How many values a node stands for; each is looked at once, however often something points to it."""
    parts = list(_parts(node))
    if not parts:
        return 1
    if id(node) in known:
        if not known[id(node)]:
            raise UnreadableCatalogue(reason=_("it holds itself"))
        return known[id(node)]
    known[id(node)] = 0
    known[id(node)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(node)]


def _parts(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node
