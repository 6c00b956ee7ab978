"""The one kind of error that a user can mend: a stable code, the facts, a sentence in the reader's language."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Refused by a rule of the scheme. Subclasses set `code` and `message`; `facts` fill the message's places.

    Where an error is kept for a later reader, its facts are plain JSON and `rebuilt` makes it again.
    """

    code = "refused"
    message: str | Promise = _("This is not possible.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    pointer = ""
    """The place in a program's request that is wrong, as a JSON Pointer; empty where that is not known."""

    def __init__(self, **facts: Any) -> None:
        self.facts: Mapping[str, Any] = facts
        super().__init__(self.code, facts)

    @property
    def sentence(self) -> str:
        """The message with its facts, in the language active now."""
        return str(self.message) % self.words()

    def words(self) -> Mapping[str, Any]:
        """The facts as the message shows them, in the language active now."""
        return self.facts

    def __str__(self) -> str:
        return self.sentence


def rebuilt(code: str, facts: Mapping[str, Any]) -> DomainError:
    """The error that was kept as its code and facts; the general one where no error has that code any more."""
    # What several kinds have in common has no code of its own.
    kinds = {kind.code: kind for kind in _kinds(DomainError) if "code" in vars(kind)}
    return kinds.get(code, DomainError)(**facts)


def _kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)
