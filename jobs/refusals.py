"""Why a job cannot be started, with a sentence that says what to do."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class UnderWay(DomainError):
    code = "under_way"
    message = _("This job is under way just now. Wait until it has ended.")
    status = HTTPStatus.CONFLICT
