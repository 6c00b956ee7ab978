"""A PDF that somebody sends is only to be read, or it is refused in a sentence that says what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from common import documents
from common.errors import DomainError
from common.pictures import darkroom
from common.pictures.cleaning import Unusable


class NoDocument(DomainError):
    code = "no_document"
    message = _("“%(name)s” is neither a PDF nor a picture as JPEG or PNG.")


class UnreadableDocument(DomainError):
    code = "unreadable_document"
    message = _("“%(name)s” cannot be looked into. Print it as a PDF anew, or photograph it.")


class LockedDocument(DomainError):
    code = "locked_document"
    message = _("“%(name)s” is encrypted. Save it without a password.")


class ActingDocument(DomainError):
    code = "acting_document"
    message = _("“%(name)s” runs a program or carries another file. Print it as a PDF anew, or photograph it.")


USELESS: Mapping[str, type[DomainError]] = {
    documents.NO_DOCUMENT: NoDocument,
    documents.UNREADABLE: UnreadableDocument,
    documents.LOCKED_UP: LockedDocument,
    documents.DOES_SOMETHING: ActingDocument,
}
"""By why a document is of no use."""


def check(name: str, content: bytes) -> None:
    """Raises why the document is not taken; `name` is what its sender calls it."""
    try:
        darkroom.run(documents.LOOKING, content)
    except Unusable as unusable:
        # A file that the child comes to grief over is called a photo that cannot be read.
        raise USELESS.get(unusable.reason, UnreadableDocument)(name=name) from unusable
