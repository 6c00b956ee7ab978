"""What one version of the report says otherwise than the one before: paragraph by paragraph, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff

from city.report.forms import as_line_with_edition
from city.report.parts import Part
from city.report.reading import PartText, Section, Version

GONE, CAME = "- ", "+ "


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a part that came or went."""

    came: bool
    said: str


@dataclass(frozen=True, slots=True)
class ChangedPart:
    part: Part
    changes: tuple[Change, ...]


def between(before: Version | None, now: Version) -> list[ChangedPart]:
    """The parts that say something else; of the first version every part came, and none is listed."""
    if before is None:
        return []
    found = [ChangedPart(part, tuple(_changes(before.part(part), now.part(part)))) for part in Part]
    return [part for part in found if part.changes]


def _changes(before: PartText | None, now: PartText | None) -> Iterator[Change]:
    for line in ndiff(_lines(before), _lines(now)):
        if line[:2] in {GONE, CAME}:
            yield Change(line.startswith(CAME), line[2:])


def _lines(text: PartText | None) -> list[str]:
    if text is None:
        return []
    return [text.lead_text, *(line for section in text.sections for line in _said(section))]


def _said(section: Section) -> Iterator[str]:
    yield str(section)
    yield from section.paragraphs
    yield from map(as_line_with_edition, section.shown)
    for source in section.sources:
        yield f"{source.title_text}, {source.publisher_text}, {source.date}"
