"""Why somebody does not act for a merchant, apply for one or decide on it."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OwnMerchant(DomainError):
    """Said at the desk to who works for the merchant or has applied for it: who gains does not grant."""

    code = "own_merchant"
    message = _("“%(merchant)s” is your own: you work for it or have applied for it. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("Your role does not allow this.")
    status = HTTPStatus.FORBIDDEN


class StillLeads(DomainError):
    code = "still_leads"
    message = _("You lead a merchant: two-step verification stays on. You can replace the phone.")
    status = HTTPStatus.CONFLICT


class AlreadyOfStaff(DomainError):
    code = "already_of_staff"
    message = _("Somebody with this number works here already, or is invited.")
    status = HTTPStatus.CONFLICT


class UnknownMember(DomainError):
    """Also said of another merchant's."""

    code = "unknown_member"
    message = _("There is no such member of staff.")
    status = HTTPStatus.NOT_FOUND


class UnknownInvitation(DomainError):
    """Also said of another citizen's, and of one that was taken back."""

    code = "unknown_invitation"
    message = _("There is no such invitation.")
    status = HTTPStatus.NOT_FOUND


class PhoneNotShown(DomainError):
    """Said to who signed in without a phone, as staff do."""

    code = "phone_not_shown"
    message = _("Sign in with your mobile number first: it is how the desk reaches you.")


class AppliedAlready(DomainError):
    code = "applied_already"
    message = _("You have applied already. The desk answers one application before the next.")
    status = HTTPStatus.CONFLICT


class NothingToCorrect(DomainError):
    code = "nothing_to_correct"
    message = _("This application waits for no correction.")
    status = HTTPStatus.CONFLICT


class TooManyShops(DomainError):
    code = "too_many_shops"
    message = _("You have %(most)s shops, the most that a merchant can have here. Ask the desk.")


class NotRefusable(DomainError):
    code = "not_refusable"
    message = _("Only a merchant that has applied can be refused.")


class NotLeaving(DomainError):
    code = "not_leaving"
    message = _("Only a merchant that takes vouchers can leave, and only one that is still leaving can stay.")
    status = HTTPStatus.CONFLICT
