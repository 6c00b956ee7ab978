"""What the report says, version by version: each is the editions of its parts that were in force at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from city.report.parts import LIST, Part, subject
from city.sources import Source
from common.texts import in_reader_language
from lists import reading
from lists.models import Edition

BETWEEN_PARAGRAPHS = "\n\n"
CHINESE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Section:
    """`shown` is what stands below its text, frozen as `city.report.freezing` says."""

    number: int
    heading: Mapping[str, str]
    text: Mapping[str, str]
    sources: tuple[Source, ...]
    shown: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return in_reader_language(self.heading)

    @property
    def paragraphs(self) -> list[str]:
        return in_reader_language(self.text).split(BETWEEN_PARAGRAPHS)

    @property
    def is_in_chinese_alone(self) -> bool:
        """For a reader of another language, to whom that is said."""
        language = get_language() or CHINESE
        return language != CHINESE and not self.text.get(language)


@dataclass(frozen=True, slots=True)
class PartText:
    """One part as one edition says it."""

    part: Part
    edition: int
    published_at: datetime
    is_official: bool
    lead: Mapping[str, str]
    sections: tuple[Section, ...]

    @property
    def lead_text(self) -> str:
        return in_reader_language(self.lead)


@dataclass(frozen=True, slots=True)
class Version:
    """The whole report as it read from one moment until the next. `number` counts from 1 and is never used again."""

    year: int
    number: int
    published_at: datetime
    parts: tuple[PartText, ...]

    @property
    def is_official(self) -> bool:
        return all(part.is_official for part in self.parts)

    def part(self, code: str) -> PartText | None:
        return next((part for part in self.parts if part.part == code), None)


def years() -> list[int]:
    """Of which there is a report, the latest first."""
    return sorted({int(code[:4]) for code in reading.current().last(LIST)}, reverse=True)


def versions(year: int) -> list[Version]:
    """In the order in which they were published; what was confirmed at one moment is one version."""
    book = reading.current()
    editions = {part: book.editions(LIST, subject(year, part)) for part in Part}
    moments = sorted({_published(edition) for some in editions.values() for edition in some})
    return [
        Version(year, number, moment, _parts_at(moment, editions)) for number, moment in enumerate(moments, start=1)
    ]


def read(edition: Edition) -> PartText:
    """A confirmed edition as a part."""
    document = edition.document
    return PartText(
        part=Part(document["part"]),
        edition=edition.number,
        published_at=_published(edition),
        is_official=document["is_official"],
        lead=document["lead"],
        sections=sections(document),
    )


def sections(document: Mapping[str, Any]) -> tuple[Section, ...]:
    return tuple(
        Section(
            number=number,
            heading=stated["heading"],
            text=stated["text"],
            sources=tuple(Source(**source) for source in stated["sources"]),
            shown=tuple(stated["shown"]),
        )
        for number, stated in enumerate(document["sections"], start=1)
    )


def _parts_at(moment: datetime, editions: Mapping[Part, Sequence[Edition]]) -> tuple[PartText, ...]:
    held = ([edition for edition in some if _published(edition) <= moment] for some in editions.values())
    return tuple(read(some[-1]) for some in held if some)


def _published(edition: Edition) -> datetime:
    assert edition.confirmed_at is not None, "the book has none but confirmed editions"
    return edition.confirmed_at
