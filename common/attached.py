"""Documents and pictures that the desk attaches to something: distrusted, and told what they are by their content.

A PDF is kept as it was sent, if it is only to be read; of a picture a clean copy of its pixels.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from common import documents, read_only
from common.pictures import darkroom
from common.pictures.cleaning import Unusable
from common.pictures.refusals import UNUSABLE
from common.uploads import chooser

LONGEST_SIDE_PX = 2048
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
ACCEPTED = "application/pdf,image/jpeg,image/png"


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpg"


class Sent(NamedTuple):
    """A file as somebody sent it: what they call it says nothing of what it is."""

    name: str
    content: bytes


class Clean(NamedTuple):
    name: str
    kind: Kind
    content: bytes


def cleaned(file: Sent) -> Clean:
    """What can be kept of it. Raises why it cannot be kept, a `DomainError` each."""
    if file.content.startswith(documents.BEGINS):
        read_only.check(file.name, file.content)
        return Clean(file.name, Kind.PDF, file.content)
    if not file.content.startswith(PICTURES):
        raise read_only.NoDocument(name=file.name)
    try:
        [jpeg] = darkroom.clean_copies(file.content, longest_sides_px=[LONGEST_SIDE_PX])
    except Unusable as unusable:
        raise UNUSABLE[unusable.reason] from unusable
    return Clean(file.name, Kind.JPEG, jpeg)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of what was sent, as `Sent`; what each is, its content says later."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED, **chooser(_("Choose files"))})

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        return [Sent(file.name, file.read()) for file in files if file]
