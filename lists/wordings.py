"""Words that the desk chooses from and citizens read, by code: the program's own, until the desk has editions of them.

A code stays for all time: what was decided with it reads as the last edition words it, offered or not.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lists import reading

Text = Mapping[str, str]


class Wordings(Mapping[str, Text]):
    """Every code that ever was has its words; only those that are offered now are gone through, in their order."""

    def __init__(self, code: str, begun: Mapping[str, Text]) -> None:
        self.code, self.begun = code, begun

    def __getitem__(self, code: str) -> Text:
        for edition in reversed(reading.current().editions(self.code)):
            for entry in edition.document["entries"]:
                if entry["code"] == code:
                    words: Text = entry["text"]
                    return words
        return self.begun[code]

    def __iter__(self) -> Iterator[str]:
        return (entry["code"] for entry in self.document()["entries"] if entry["is_offered"])

    def __len__(self) -> int:
        return sum(1 for _code in self)

    def document(self) -> Mapping[str, Any]:
        """What holds now, in the form of an edition."""
        editions = reading.current().editions(self.code)
        if editions:
            return editions[-1].document
        return {
            "entries": [{"code": code, "text": dict(text), "is_offered": True} for code, text in self.begun.items()]
        }
