"""What is read from the JSON body of a program’s request, member by member."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.errors import DomainError
from common.rfc3339 import moment_of
from common.typed.numbers import as_integer

LONGEST = 80
MOST = 10**9


class MemberMissing(DomainError):
    code = "member_missing"
    message = _("The request must be an object with a text “%(member)s”.")
    status = HTTPStatus.BAD_REQUEST


class NumberMissing(DomainError):
    code = "number_missing"
    message = _("The request must be an object with a whole number “%(member)s”, at least 0.")
    status = HTTPStatus.BAD_REQUEST


class TruthMissing(DomainError):
    code = "truth_missing"
    message = _("The request must be an object in which “%(member)s” is true or false.")
    status = HTTPStatus.BAD_REQUEST


class NoMoment(DomainError):
    code = "no_moment"
    message = _("“%(member)s” must be a moment with its time zone, such as 2026-11-23T12:00:00+08:00.")
    status = HTTPStatus.BAD_REQUEST


def text_of(request: Request, member: str, *, longest: int = LONGEST) -> str:
    """A member of the body that is a text. Raises `MemberMissing`."""
    value = _member(request, member)
    if not isinstance(value, str) or not 1 <= len(value) <= longest or "\x00" in value:
        raise MemberMissing(member=member)
    return value


def text_if_any(request: Request, member: str, *, longest: int = LONGEST) -> str:
    """As `text_of`; empty where the body has no such member, or an empty one."""
    return "" if _member(request, member) in (None, "") else text_of(request, member, longest=longest)


def number_of(request: Request, member: str) -> int:
    """A member of the body that is a whole number. Raises `NumberMissing`."""
    value = as_integer(_member(request, member))
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise NumberMissing(member=member)
    return value


def number_if_any(request: Request, member: str) -> int:
    """As `number_of`; 0 where the body has no such member."""
    return 0 if _member(request, member) is None else number_of(request, member)


def number_or_none(request: Request, member: str) -> int | None:
    """As `number_of`; nothing where the body has no such member."""
    return None if _member(request, member) is None else number_of(request, member)


def moment_if_any(request: Request, member: str) -> datetime | None:
    """A member of the body that is a moment; `None` where there is none. Raises `NoMoment`."""
    value = _member(request, member)
    if value is None:
        return None
    try:
        return moment_of(value if isinstance(value, str) else "")
    except ValueError as error:
        raise NoMoment(member=member) from error


def moment_of_member(request: Request, member: str) -> datetime:
    """A member of the body that is a moment. Raises `NoMoment`."""
    moment = moment_if_any(request, member)
    if moment is None:
        raise NoMoment(member=member)
    return moment


def truth_of(request: Request, member: str) -> bool:
    """A member of the body that is true or false. Raises `TruthMissing`."""
    value = _member(request, member)
    if not isinstance(value, bool):
        raise TruthMissing(member=member)
    return value


def _member(request: Request, member: str) -> object:
    return request.data.get(member) if isinstance(request.data, Mapping) else None
