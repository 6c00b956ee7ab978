"""What changing a phone refuses, in words that help."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from accounts import waits
from common.errors import DomainError


class SameNumber(DomainError):
    code = "same_number"
    message = _("This is your number already.")


class NumberOpensAnother(DomainError):
    """Said to whoever has shown that they read the number, and to nobody else."""

    code = "number_opens_another"
    message = _(
        "This number opens another account already. If both are yours, the city’s staff join them: bring your"
        " phone to the desk."
    )
    status = HTTPStatus.CONFLICT


class ChangeWaits(DomainError):
    code = "phone_change_waits"
    message = _("Another number is waiting to become yours. Stop that first.")
    status = HTTPStatus.CONFLICT


class ChangeIsOver(DomainError):
    """Also said of a link that is none of ours."""

    code = "phone_change_is_over"
    message = _("This change is over already: it was made, or stopped. Nothing was done now.")
    status = HTTPStatus.CONFLICT


class WrongStopCode(DomainError):
    """Said alike of a code that is none, and of one whose change is over."""

    code = "wrong_stop_code"
    message = _(
        "No change that waits has this code, so nothing was stopped. Compare it with the text message. If the change"
        " was made already, tell the city’s staff."
    )


class TooManyStops(DomainError):
    """Whoever shares the network has tried that often; `wait_s` says when one more counts."""

    code = "too_many_stops"
    message = _("Nothing was stopped yet: too many tries came from this network. Please try again in %(wait)s.")
    status = HTTPStatus.TOO_MANY_REQUESTS

    def words(self) -> dict[str, str]:
        return {"wait": waits.in_words(self.facts["wait_s"])}


class WayInRests(DomainError):
    """While a number waits, whoever reads the old one could add a way in that outlasts it."""

    code = "way_in_rests"
    message = _(
        "Another number waits to become that of this account. Until then the code of the old number is not enough to"
        " add a way to sign in."
    )
    status = HTTPStatus.CONFLICT


class ProofTooOld(DomainError):
    code = "proof_too_old"
    message = _("What you showed is too long ago. Please begin again.")


class PerhapsAnothers(DomainError):
    """The code is right, and the number's account was not used for so long that the number may be another's now."""

    code = "number_perhaps_passed_on"
    message = _(
        "The account of this number was not used for a long time, and numbers are given out again. Sign in on"
        " the portal’s page: it asks whether the account is yours."
    )
    status = HTTPStatus.CONFLICT


class OwnChange(DomainError):
    """Nobody does this for themselves, and nobody agrees with themselves."""

    code = "own_phone_change"
    message = _("This is yours: your account, or your own proposal. A colleague does it.")
    status = HTTPStatus.FORBIDDEN


class NoAgreementNeeded(DomainError):
    code = "no_agreement_needed"
    message = _("This change needs no second official, or has one.")
    status = HTTPStatus.CONFLICT
