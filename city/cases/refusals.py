"""Why a case is not taken, decided or withdrawn, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TooManyCases(DomainError):
    """Facts: `most`."""

    code = "too_many_cases"
    message = _("%(most)s cases of yours wait for the desk. Hand in more once they are decided.")


class CaseDecided(DomainError):
    code = "case_decided"
    message = _("This has been decided or withdrawn meanwhile.")
    status = HTTPStatus.CONFLICT


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why: the organisation reads it.")
