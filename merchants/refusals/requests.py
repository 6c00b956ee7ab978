"""What a request of a program lacks."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class MemberMissing(DomainError):
    code = "member_missing"
    message = _("The request must be an object with a text “%(member)s”.")
    status = HTTPStatus.BAD_REQUEST


class NumberMissing(DomainError):
    code = "number_missing"
    message = _("The request must be an object with a whole number “%(member)s”, at least 0.")
    status = HTTPStatus.BAD_REQUEST


class NoMoment(DomainError):
    code = "no_moment"
    message = _("“%(member)s” must be a moment with its time zone, such as 2026-11-23T12:00:00+08:00.")
    status = HTTPStatus.BAD_REQUEST
