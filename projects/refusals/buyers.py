"""Why a buyer's need is not met or its year not stated."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NoNeed(DomainError):
    code = "no_need"
    message = _(
        "Say how many tonnes were emitted, in whole tonnes above nought, what is counted, and by which document."
    )


class YearNotOver(DomainError):
    code = "year_not_over"
    message = _("%(year)s is not over yet: what was emitted is known afterwards.")


class NothingStated(DomainError):
    code = "nothing_stated"
    message = _("Say first how much was emitted in the year.")
    status = HTTPStatus.CONFLICT
