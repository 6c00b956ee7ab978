"""What merging refuses, in words that help."""

from http import HTTPStatus

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.texts import one_after_another


class WrongPairingCode(DomainError):
    """Also said of a code that was used, is over, or was tried too often."""

    code = "wrong_pairing_code"
    message = _("This pairing code is not right, or has expired. Have the other account show a new one.")


class TooManyPairingTries(DomainError):
    code = "too_many_pairing_tries"
    message = _("Too many codes were tried. Please wait a little, then try again.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class NoOtherAccount(DomainError):
    """Said only once the number was proven; also of an account that was not used for too long for its number alone."""

    code = "no_other_account"
    message = _("This number alone proves no other account of yours. If you can sign in to one, use a pairing code.")


class NotProven(DomainError):
    code = "not_proven"
    message = _("Prove both accounts once more, please: a proof counts for ten minutes.")


class NumberNotShown(DomainError):
    """The number of the account that stays would change, and nobody has shown that number or a second factor."""

    code = "number_not_shown"
    message = _("To give up the number of this account, show it first: by a code to it, or by your second factor.")


class MergerHindered(DomainError):
    """`reasons` are sentences."""

    code = "merger_hindered"
    message = _("Something must end first: %(reasons)s")
    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, str]:
        return {"reasons": one_after_another(*self.facts["reasons"])}


class AlreadyAsked(DomainError):
    code = "already_asked"
    message = _("One of the two accounts is part of a merger already that nobody has decided yet.")
    status = HTTPStatus.CONFLICT


class MergerNotOpen(DomainError):
    code = "merger_not_open"
    message = _("This merger is no longer open: %(state)s.")
    status = HTTPStatus.CONFLICT


class MergerWaits(DomainError):
    """`due` is the moment from which it can be approved."""

    code = "merger_waits"
    message = _("It can be approved from %(due)s. Until then its citizen has time to withdraw it.")
    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, str]:
        return {"due": date_format(localtime(self.facts["due"]), "DATETIME_FORMAT")}


class OwnMerger(DomainError):
    code = "own_merger"
    message = _("One of the two accounts is yours: somebody else decides.")
    status = HTTPStatus.FORBIDDEN


class AgreedByYou(DomainError):
    code = "agreed_by_you"
    message = _("You have agreed already. For so many credits somebody else decides.")
    status = HTTPStatus.FORBIDDEN
