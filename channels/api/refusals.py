"""What the API refuses before the gate looks at an act, in words that help."""

from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class UnreadableItem(DomainError):
    """An item that misses a member or holds one of the wrong kind."""

    code = "unreadable_item"

    def __init__(self, message: str | Promise, pointer: str, **facts: Any) -> None:
        self.message = message
        self.pointer = pointer
        super().__init__(member=pointer.lstrip("/"), **facts)


class WrongNumberOfItems(DomainError):
    code = "wrong_number_of_items"
    message = _("Send between 1 and %(most)s activities at a time.")
    status = HTTPStatus.BAD_REQUEST


class NotAList(DomainError):
    code = "not_a_list"
    message = _("The request must be an object with a list “activities”.")
    status = HTTPStatus.BAD_REQUEST
