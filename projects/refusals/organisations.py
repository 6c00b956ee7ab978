"""Why an organisation is not applied for, acted for, or let verify."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OwnOrganisation(DomainError):
    code = "own_organisation"
    message = _("You act for “%(organisation)s”: somebody else decides here.")
    status = HTTPStatus.FORBIDDEN


class AppliedAlready(DomainError):
    code = "organisation_applied_already"
    message = _("You have an application with the desk already. Wait for its answer, or correct it.")
    status = HTTPStatus.CONFLICT


class LicenceTaken(DomainError):
    code = "licence_taken"
    message = _("An organisation with this code has a room here already. Ask its owner to invite you.")
    status = HTTPStatus.CONFLICT


class NothingToCorrect(DomainError):
    code = "no_refused_application"
    message = _("Only an application that was refused is corrected and sent again.")
    status = HTTPStatus.CONFLICT


class NotApplied(DomainError):
    code = "not_applied"
    message = _("Only an application that waits is refused.")
    status = HTTPStatus.CONFLICT


class AlreadySeated(DomainError):
    code = "already_seated"
    message = _("This number acts for the organisation already, or is invited to.")
    status = HTTPStatus.CONFLICT


class UnknownInvitation(DomainError):
    code = "unknown_seat_invitation"
    message = _("This invitation is gone: it was taken back or answered.")
    status = HTTPStatus.GONE


class UnknownSeat(DomainError):
    code = "unknown_seat"
    message = _("Nobody has this seat any more.")
    status = HTTPStatus.NOT_FOUND


class LastOwner(DomainError):
    code = "last_owner"
    message = _("An organisation keeps an owner. Invite another one first.")
    status = HTTPStatus.CONFLICT


class NotApproved(DomainError):
    code = "organisation_not_approved"
    message = _("“%(name)s” is not approved, or suspended: nothing is done in its name.")
    status = HTTPStatus.FORBIDDEN


class NotAVerifier(DomainError):
    code = "not_a_verifier"
    message = _("“%(name)s” is no accredited verifier, or is suspended.")


class NotIndependent(DomainError):
    code = "verifier_not_independent"
    message = _("“%(name)s” is the owner or belongs to the same group: it can't verify this project.")
    status = HTTPStatus.FORBIDDEN
