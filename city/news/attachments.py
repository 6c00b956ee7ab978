"""Files of notices: kept under the hash of what they hold, which stands in the notice's edition and never changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from common.attached import Clean, Kind, Sent, cleaned
from common.audit import Finding
from common.typed.words import words

LONGEST_NAME = 80
CONTENT_TYPES: Mapping[Kind, str] = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg"}
CODES = ["attachment_is_not_its_file"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """As editions hold it; `name` is how whoever sent it called it, without its ending."""

    name: str
    kind: Kind
    size_bytes: int
    sha256: str

    @property
    def path(self) -> str:
        """Where the file is kept."""
        return f"city/news/{self.sha256}.{self.kind}"

    @property
    def kind_shown(self) -> str:
        return self.kind.name

    @property
    def is_picture(self) -> bool:
        return self.kind == Kind.JPEG


class Changed(Exception):
    """The kept file is gone, or is another than the one that was published."""


def clean(sent: Sequence[Sent]) -> list[Clean]:
    """What can be kept of each. Raises why one cannot be kept."""
    return [cleaned(Sent(words(PurePath(one.name).stem)[:LONGEST_NAME], one.content)) for one in sent]


def keep(one: Clean) -> dict[str, Any]:
    """Keeps the file, and gives what an edition says of it; the same file is kept once."""
    digest = sha256(one.content).hexdigest()
    made = Attachment(one.name, one.kind, len(one.content), digest)
    if not default_storage.exists(made.path):
        default_storage.save(made.path, ContentFile(one.content))
    return said(made)


def said(one: Attachment) -> dict[str, Any]:
    """As an edition holds it."""
    return {"name": one.name, "kind": str(one.kind), "size_bytes": one.size_bytes, "sha256": one.sha256}


def read(document: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Those of a notice; editions of before there were any name none."""
    said = document.get("attachments", [])
    return tuple(Attachment(**{**one, "kind": Kind(one["kind"])}) for one in said)


def content(one: Attachment) -> bytes:
    """What was published, and nothing else. Raises `Changed`."""
    try:
        with default_storage.open(one.path, "rb") as file:
            found: bytes = file.read()
    except OSError as error:
        raise Changed from error
    if sha256(found).hexdigest() != one.sha256:
        raise Changed
    return found


def findings(documents: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """Every file that is not there any more as an edition names it."""
    for one in {one for document in documents for one in read(document)}:
        try:
            content(one)
        except Changed:
            yield Finding(CODES[0], f"{one.path} is not what was published")
