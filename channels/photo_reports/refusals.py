"""Why a photo report is not taken or cannot be decided, with a sentence that says what to do."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OutsideTheCity(DomainError):
    code = "outside_the_city"
    message = _("This place is not in Chengdu. Choose the place on the map, or leave it out.")


class ReportedNearby(DomainError):
    """Facts: `count`, how many reports."""

    code = "reported_nearby"
    message = _("Somebody has already reported something right here.")


class OwnReport(DomainError):
    """Who gains does not grant."""

    code = "own_report"
    message = _("This is an act of your own. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class AlreadyDecided(DomainError):
    code = "already_decided"
    message = _("A colleague has decided this report in the meantime.")
    status = HTTPStatus.CONFLICT
