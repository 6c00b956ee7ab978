"""Why an account is not the one that a merchant is paid into."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NotAnAccountNumber(DomainError):
    code = "not_an_account_number"
    message = _("Enter the number of the account: 8 to 32 digits.")


class AccountWaits(DomainError):
    code = "account_waits"
    message = _("Another account is waiting to come into force already. Withdraw it first.")
    status = HTTPStatus.CONFLICT


class SameAccount(DomainError):
    code = "same_account"
    message = _("You are paid into this account already.")


class NoLegalName(DomainError):
    code = "no_legal_name"
    message = _("Say first under which name the business is registered: the account is in that name.")
    status = HTTPStatus.CONFLICT


class NoAccountWaits(DomainError):
    """Also where it came into force meanwhile, or somebody else has withdrawn it."""

    code = "no_account_waits"
    message = _("This account does not wait any more. Nothing was changed.")
    status = HTTPStatus.CONFLICT
