"""The terms by which a scenario makes a generic methodology its own: its words, and how long an act lasts.

They are data: a regulation adds an act by naming its unit, not by a program. What is read here is checked whole, since
pages put these words into sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from methodologies.base import Text

LANGUAGES = ("zh-hans", "en")
LONGEST_WORDS = 120
LONGEST_MINUTES = 24 * 60
COUNT = "count"
"""The quantity of a counted act; `{count}` in its deed stands for the number with its unit."""


class TermsError(ValueError):
    """Terms that make no methodology: `reason` is a stable code, `field` the term to mend."""

    def __init__(self, reason: str, field: str) -> None:
        self.reason = reason
        self.field = field
        super().__init__(reason, field)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every generic methodology asks of its scenario."""

    occupies: str
    """What an act keeps busy: the scenario's own code, so that two scenarios of one methodology never meet."""
    lasts_minutes: int
    """Nearer ones that say the same are one act; 0: each is an act of its own."""
    deed: Text
    """The beginning of a sentence: 您自带杯买了 {count}."""

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Terms":
        """Raises `TermsError`."""
        refuse_others(document, OF_ALL)
        return cls(**_of_all(document), deed=words(document, "deed"))


@dataclass(frozen=True, slots=True)
class CountedTerms(Terms):
    """Of a methodology that counts units."""

    unit: Text
    """One of it: 杯, cup."""
    units: Text
    """Several of it: 杯, cups."""
    label: Text
    """What is asked and counted: 杯数, number of cups."""
    hint: Text
    """Said below the question; empty where nothing needs saying."""

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "CountedTerms":
        """Raises `TermsError`."""
        refuse_others(document, (*OF_ALL, *OF_COUNTED))
        return cls(
            **_of_all(document),
            deed=words(document, "deed", names=COUNT),
            unit=words(document, "unit"),
            units=words(document, "units"),
            label=words(document, "label"),
            hint=words(document, "hint") if document.get("hint") else {},
        )


OF_ALL = ("occupies", "lasts_minutes", "deed")
OF_COUNTED = ("unit", "units", "label", "hint")


def refuse_others(document: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raises `TermsError` for a term that is none."""
    for name in document:
        if name not in known:
            raise TermsError("unknown", str(name))


def words(document: Mapping[str, Any], name: str, *, names: str = "") -> Text:
    """A term in both languages, without a brace but those around what it `names`. Raises `TermsError`."""
    said = document.get(name)
    if not isinstance(said, Mapping) or set(said) != set(LANGUAGES):
        raise TermsError("both_languages", name)
    for text in said.values():
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_WORDS:
            raise TermsError("both_languages", name)
        plain = text.replace(f"{{{names}}}", "", 1) if names else text
        if names and plain == text:
            raise TermsError("names_no_count", name)
        if "{" in plain or "}" in plain:
            raise TermsError("braces", name)
    return dict(said)


def _of_all(document: Mapping[str, Any]) -> dict[str, Any]:
    occupies, minutes = document.get("occupies"), document.get("lasts_minutes")
    if not isinstance(occupies, str) or not occupies:
        raise TermsError("missing", "occupies")
    if type(minutes) is not int or not 0 <= minutes <= LONGEST_MINUTES:
        raise TermsError("minutes", "lasts_minutes")
    return {"occupies": occupies, "lasts_minutes": minutes}
