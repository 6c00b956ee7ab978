"""Why a rule is not rehearsed, in words that help."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class RehearsedNow(DomainError):
    code = "rehearsed_now"
    message = _("%(version)s is being rehearsed already. Wait for the result, or stop it first.")


class NothingToRehearse(DomainError):
    code = "nothing_to_rehearse"
    message = _("%(version)s ends the scenario and pays nothing, so there is nothing to rehearse.")
