"""What was announced and what is policy, as it reads on a day; earlier versions stay readable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from city.news import attachments
from city.news.attachments import Attachment
from city.sources import Source
from common.texts import in_reader_language
from lists import reading
from lists.models import Edition

LIST = "news"
"""The list of whose editions a notice is; its subject is the notice's code."""
A_PAGE = 20
BETWEEN_PARAGRAPHS = "\n\n"


class Kind(StrEnum):
    ANNOUNCEMENT = "announcement"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Notice:
    """Dates as their source gives them: a day, a month or a year; empty where it gives none.

    `edition` counts its versions; `confirmed_at` is when this one was published here.
    """

    code: str
    edition: int
    confirmed_at: datetime
    kind: Kind
    title: Mapping[str, str]
    text: Mapping[str, str]
    issuer: Mapping[str, str]
    number: str
    published: str
    in_force: str
    repealed: str
    source: Source
    shown_from: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __str__(self) -> str:
        return in_reader_language(self.title)

    @property
    def paragraphs(self) -> list[str]:
        return in_reader_language(self.text).split(BETWEEN_PARAGRAPHS)

    @property
    def issuer_text(self) -> str:
        return in_reader_language(self.issuer)

    @property
    def year(self) -> str:
        return self.published[:4]

    def is_repealed(self, today: date) -> bool:
        """A year or month counts from its beginning."""
        return bool(self.repealed) and self.repealed <= today.isoformat()


def notices(today: date, *, kind: str = "", year: str = "") -> list[Notice]:
    """Those that are public, the latest first; of one kind or year, where that is asked."""
    held = (notice(code, today) for code in reading.current().last(LIST))
    found = [one for one in held if one and kind in ("", one.kind) and year in ("", one.year)]
    return sorted(found, key=lambda one: (one.published, one.code), reverse=True)


def notice(code: str, today: date) -> Notice | None:
    """As it reads on a day; `None` before it is public."""
    return next(iter(versions(code, today)), None)


def versions(code: str, today: date) -> list[Notice]:
    """Every version that has been public, the latest first."""
    known = [read(edition) for edition in reading.current().editions(LIST, code)]
    return [one for one in known if one.shown_from <= today.isoformat()][::-1]


def attachment(digest: str, today: date) -> Attachment | None:
    """The file of that hash, where a version that has been public names it."""
    codes = reading.current().last(LIST)
    shown = (one for code in codes for version in versions(code, today) for one in version.attachments)
    return next((one for one in shown if one.sha256 == digest), None)


def read(edition: Edition) -> Notice:
    """A confirmed edition as a notice."""
    assert edition.confirmed_at is not None, "the book has none but confirmed editions"
    return of_document(edition.subject, edition.document, number=edition.number, confirmed_at=edition.confirmed_at)


def of_document(code: str, document: Mapping[str, Any], *, number: int, confirmed_at: datetime) -> Notice:
    said = {key: document[key] for key in ("title", "text", "issuer", "number", "published", "in_force", "repealed")}
    return Notice(
        code=code,
        edition=number,
        confirmed_at=confirmed_at,
        kind=Kind(document["kind"]),
        source=Source(**document["source"]),
        shown_from=document["shown_from"],
        attachments=attachments.read(document),
        **said,
    )
