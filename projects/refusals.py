"""Why something of the second path is refused: every error of this app."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NeedsAnother(DomainError):
    code = "needs_another_person"
    message = _("Two different people are needed: whoever asked for it does not also agree to it.")
    status = HTTPStatus.FORBIDDEN


class NothingToIssue(DomainError):
    """`kilograms` are all that there are, with what was carried on."""

    code = "less_than_a_tonne"
    message = _("%(kilograms)s kg are less than a tonne: nothing can be issued yet.")


class OutsideCrediting(DomainError):
    code = "outside_crediting_period"
    message = _("The project is credited from %(since)s to %(until)s: nothing is issued for %(vintage)s.")


class NotTheirUnits(DomainError):
    code = "not_their_units"
    message = _("These units are no longer with the holder. Nothing was moved.")
    status = HTTPStatus.CONFLICT


class UnitsFrozen(DomainError):
    code = "units_frozen"
    message = _("These units are frozen: they do not move until the desk releases them.")
    status = HTTPStatus.CONFLICT


class UnitsWait(DomainError):
    code = "units_wait"
    message = _("Some of these units wait for the release of another order.")
    status = HTTPStatus.CONFLICT


class TooFewUnits(DomainError):
    code = "too_few_units"
    message = _("The block has %(there)s units, not %(wanted)s.")


class SameHolder(DomainError):
    code = "same_holder"
    message = _("Units go to another holder.")


class NotAHolder(DomainError):
    code = "not_a_holder"
    message = _("“%(name)s” is not approved: it neither gives nor gets units.")


class OrderDecided(DomainError):
    code = "order_decided"
    message = _("This order is decided already: %(status)s.")
    status = HTTPStatus.CONFLICT


class NotYourPart(DomainError):
    code = "not_your_part"
    message = _("Your part in this organisation does not allow this.")
    status = HTTPStatus.FORBIDDEN


class NothingVerified(DomainError):
    code = "nothing_verified"
    message = _("Say how many kilograms were verified: a whole number above nought.")


class ReportIssued(DomainError):
    code = "report_issued"
    message = _("An issuance for this report is proposed or made already.")
    status = HTTPStatus.CONFLICT


class ProposalDecided(DomainError):
    code = "proposal_decided"
    message = _("This proposal is decided already: %(status)s.")
    status = HTTPStatus.CONFLICT


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


class BufferTooSmall(DomainError):
    """`there` and `wanted` are tonnes."""

    code = "buffer_too_small"
    message = _("The project's buffer has %(there)s t, not %(wanted)s t.")


class WordsMissing(DomainError):
    code = "words_missing"
    message = _("Say why.")


# Documents


class TitleMissing(DomainError):
    code = "title_missing"
    message = _("Say what this document is.")


class EmptyDocument(DomainError):
    code = "empty_document"
    message = _("“%(name)s” is empty.")


class DocumentTooLarge(DomainError):
    code = "document_too_large"
    message = _("This file is larger than %(megabytes)s MB. Split it, or save it with smaller pictures.")


class NotTaken(DomainError):
    code = "document_not_taken"
    message = _("“%(name)s” is none of these: PDF, JPEG, PNG, XLSX, CSV. What a file is called does not make it one.")


class NotATable(DomainError):
    code = "not_a_table"
    message = _("“%(name)s” has no columns. Save the table as CSV with commas, or as XLSX.")


class ActingWorkbook(DomainError):
    code = "acting_workbook"
    message = _("“%(name)s” runs macros, carries another file or reads from one. Save it as a plain XLSX workbook.")


class UselessWorkbook(DomainError):
    code = "useless_workbook"
    message = _("“%(name)s” cannot be looked into. Save it without a password as a plain XLSX workbook.")


class SameDocument(DomainError):
    code = "same_document"
    message = _("This is the same file as version %(version)s. Nothing was kept.")


class TooManyDocuments(DomainError):
    code = "too_many_documents"
    message = _("A project has at most %(most)s files.")


class DocumentChanged(DomainError):
    code = "document_changed"
    message = _(
        "The file of “%(title)s” is not the one that was handed in: its hash is another now. It is not handed out, and "
        "the audit names it."
    )
    status = HTTPStatus.CONFLICT
