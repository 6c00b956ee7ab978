"""The one kind of error that a user can mend: a stable code, the facts, a sentence in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Refused by a rule of the scheme. Subclasses set `code` and `message`; `facts` fill the message's places."""

    code = "refused"
    message: str | Promise = _("This is not possible.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, **facts: Any) -> None:
        self.facts: Mapping[str, Any] = facts
        super().__init__(self.code, facts)

    @property
    def sentence(self) -> str:
        """The message with its facts, in the language active now."""
        return str(self.message) % self.facts

    def __str__(self) -> str:
        return self.sentence
