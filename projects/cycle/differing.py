"""What has changed from one version of a design to the next: each place with its words before and after. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from projects.cycle.content import STEPS
from projects.models import DesignVersion

BETWEEN = " › "


class Difference(NamedTuple):
    """Where, and what stood and stands there; empty for what was not there."""

    title: Any
    where: str
    before: str
    after: str


def differences(before: DesignVersion, after: DesignVersion) -> list[Difference]:
    """By the pages of the form, then documents by their titles."""
    found = [
        Difference(step.title, where, *values)
        for step in STEPS
        for key in step.keys
        for where, values in _changed(before.content.get(key), after.content.get(key), key)
    ]
    return found + [Difference("", title, *values) for title, values in _documents(before, after)]


def _changed(before: Any, after: Any, where: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Down to the single word or number that is another."""
    if before == after:
        return
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        old, new = _members(before), _members(after)
    elif isinstance(before, list) or isinstance(after, list):
        old, new = _numbered(before), _numbered(after)
    else:
        yield where, (_said(before), _said(after))
        return
    for key in [*old, *(key for key in new if key not in old)]:
        yield from _changed(old.get(key), new.get(key), f"{where}{BETWEEN}{key}")


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _numbered(value: Any) -> Mapping[str, Any]:
    return {str(place): member for place, member in enumerate(value, 1)} if isinstance(value, list) else {}


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _documents(before: DesignVersion, after: DesignVersion) -> Iterator[tuple[str, tuple[str, str]]]:
    old, new = _by_title(before), _by_title(after)
    for title in sorted({*old, *new}):
        if old.get(title) != new.get(title):
            yield title, (old.get(title, ""), new.get(title, ""))


def _by_title(version: DesignVersion) -> Mapping[str, str]:
    return {one["title"]: f"v{one['version']} · {one['sha256'][:12]}" for one in version.documents}
