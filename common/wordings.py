"""Words that the desk chooses from and citizens read, by code: the program's own, until the desk has editions of them.

A code stays for all time, and what was decided with it reads as the edition of that moment worded it: whoever was
refused is told the same years later. `at` gives those words; the mapping itself those of now, to choose from.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from common.brought import brought

Text = Mapping[str, str]


class Wordings(Mapping[str, Text]):
    """Every code that ever was has its words; only those that are offered now are gone through, in their order."""

    def __init__(self, code: str, begun: Mapping[str, Text]) -> None:
        self.code, self.begun = code, begun

    def __getitem__(self, code: str) -> Text:
        for edition in reversed(_editions(self.code)):
            if (words := _words(edition.document, code)) is not None:
                return words
        return self.begun[code]

    def at(self, code: str, moment: datetime | None) -> Text:
        """How a code read at a moment; one that came later reads as it was worded first. Raises `KeyError`."""
        editions = _editions(self.code)
        said = [edition for edition in editions if moment and edition.confirmed_at and edition.confirmed_at <= moment]
        for edition in reversed(said):
            if (words := _words(edition.document, code)) is not None:
                return words
        if code in self.begun:
            return self.begun[code]
        later = (_words(edition.document, code) for edition in editions)
        found = next((words for words in later if words is not None), None)
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        return (entry["code"] for entry in self.document()["entries"] if entry["is_offered"])

    def __len__(self) -> int:
        return sum(1 for _code in self)

    def document(self) -> Mapping[str, Any]:
        """What holds now, in the form of an edition."""
        editions = _editions(self.code)
        if editions:
            return editions[-1].document
        return {
            "entries": [{"code": code, "text": dict(text), "is_offered": True} for code, text in self.begun.items()]
        }


def _editions(code: str) -> Sequence[Any]:
    """Those that were confirmed, out of the app that keeps them: words of apps below it are worded at the desk, too."""
    [kept] = brought("worded")
    editions: Sequence[Any] = kept.editions(code)
    return editions


def worded(reasons: Mapping[str, Text], code: str, moment: datetime | None) -> Text:
    """A reason as it read at a moment, where the desk words it; else as the program does. Raises `KeyError`."""
    return reasons.at(code, moment) if isinstance(reasons, Wordings) else reasons[code]


def _words(document: Mapping[str, Any], code: str) -> Text | None:
    return next((entry["text"] for entry in document["entries"] if entry["code"] == code), None)
