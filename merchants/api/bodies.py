"""What is read from the body of a request."""

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.errors import DomainError

LONGEST = 80


class MemberMissing(DomainError):
    code = "member_missing"
    message = _("The request must be an object with a text “%(member)s”.")
    status = HTTPStatus.BAD_REQUEST


def text_of(request: Request, member: str) -> str:
    """A member of the body that is a text. Raises `MemberMissing`."""
    value = request.data.get(member) if isinstance(request.data, Mapping) else None
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST or "\x00" in value:
        raise MemberMissing(member=member)
    return value
