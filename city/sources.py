"""Where a figure or a case was published, as documents of the city's lists hold it."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.texts import in_reader_language


@dataclass(frozen=True, slots=True)
class Source:
    """`is_copy` where only a reprint was seen. The date may be a year, or empty."""

    title: Mapping[str, str]
    publisher: Mapping[str, str]
    date: str = ""
    address: str = ""
    is_copy: bool = False
    note: Mapping[str, str] | None = None

    @property
    def title_text(self) -> str:
        return in_reader_language(self.title)

    @property
    def publisher_text(self) -> str:
        return in_reader_language(self.publisher)

    @property
    def note_text(self) -> str:
        return in_reader_language(self.note) if self.note else ""
