"""Why an edition of a list is not put into force, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OwnEntry(DomainError):
    code = "own_entry"
    message = _("You have entered this yourself, so a colleague has to confirm it.")
    status = HTTPStatus.FORBIDDEN


class FilesTooLarge(DomainError):
    """Facts: `megabytes`."""

    code = "files_too_large"
    message = _("These files are larger than %(megabytes)s MB together.")


class AlreadyConfirmed(DomainError):
    code = "already_confirmed"
    message = _("This has been confirmed already.")
    status = HTTPStatus.CONFLICT


class Overtaken(DomainError):
    """Facts: `number`."""

    code = "overtaken"
    message = _("Edition %(number)s, which was entered later, has been confirmed already. Enter this anew.")
    status = HTTPStatus.CONFLICT


class ThrownAway(DomainError):
    code = "thrown_away"
    message = _("This has been thrown away meanwhile.")
    status = HTTPStatus.GONE


class NotLaterThanToday(DomainError):
    """Facts: `earliest`."""

    code = "not_later_than_today"
    message = _("It holds from tomorrow at the earliest: choose %(earliest)s or a later day.")


class DayPassed(NotLaterThanToday):
    """Facts: `earliest`."""

    code = "day_passed"
    message = _("Its day came before anybody confirmed it. Enter it anew, for %(earliest)s or a later day.")
