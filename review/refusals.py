"""Why something cannot be decided, with a sentence that says what to do."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class HeldByColleague(DomainError):
    code = "held_by_colleague"
    message = _("A colleague is looking at this just now. Take the next one.")
    status = HTTPStatus.CONFLICT


class NotWaiting(DomainError):
    code = "not_waiting"
    message = _("This does not wait for a decision now. Nothing was done.")
    status = HTTPStatus.CONFLICT


class WaitsForAnother(DomainError):
    """Whoever asks for a second pair of eyes, gains by it or decided it first does not decide."""

    code = "waits_for_another"
    message = _("A colleague decides this one.")
    status = HTTPStatus.FORBIDDEN


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Choose a reason. The citizen reads it.")


class NothingToAppeal(DomainError):
    code = "nothing_to_appeal"
    message = _("There is no refusal here that could be looked at again.")
    status = HTTPStatus.CONFLICT


class AppealTooLate(DomainError):
    code = "appeal_too_late"
    message = _("A decision can be looked at again within 15 days. They are over.")


class AppealedAlready(DomainError):
    code = "appealed_already"
    message = _("This has been sent already. Each decision is looked at again once.")
    status = HTTPStatus.CONFLICT


class NotClaimed(DomainError):
    code = "not_claimed"
    message = _("Acts of this kind do not get lost on their way. Tell of them on the page of the scenario.")


class ClaimedAlready(DomainError):
    code = "claimed_already"
    message = _("You have told us of this act already. You find the answer under “Did not arrive”.")
    status = HTTPStatus.CONFLICT


class ThereAlready(DomainError):
    code = "there_already"
    message = _("This very act is recorded already. Refuse the claim and say so.")
    status = HTTPStatus.CONFLICT
