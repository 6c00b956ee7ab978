"""Why something of the second path is refused: every error of this app."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NeedsAnother(DomainError):
    code = "needs_another_person"
    message = _("Two different people are needed: whoever asked for it does not also agree to it.")
    status = HTTPStatus.FORBIDDEN


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
    message = _("Some of these units wait already, for an order or as an offer.")
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


# From draft to registered


class NotItsTurn(DomainError):
    code = "not_its_turn"
    message = _("The project stands elsewhere by now: %(stage)s. Nothing was changed.")
    status = HTTPStatus.CONFLICT


class TooManyDesigns(DomainError):
    code = "too_many_designs"
    message = _("At most %(most)s drafts at a time. Submit or withdraw one first.")


class DesignIncomplete(DomainError):
    code = "design_incomplete"
    message = _("Something is still missing. The list says what.")


class BoundaryUnreadable(DomainError):
    code = "boundary_unreadable"
    message = _(
        "This is no GeoJSON of a point, a polygon or several polygons with at most 500 corners, each ring ending where "
        "it begins."
    )


class BoundaryOutside(DomainError):
    code = "boundary_outside"
    message = _("This is not in Chengdu. GeoJSON names the longitude first: [103.9, 30.8].")


class CalendarUnknown(DomainError):
    code = "calendar_unknown"
    message = _(
        "The holidays of %(year)s are not known yet, so that nobody can say which days are worked. The desk enters "
        "them first."
    )
    status = HTTPStatus.CONFLICT


class TooFewWorkingDays(DomainError):
    code = "too_few_working_days"
    message = _("A project is published for at least %(least)s and at most %(most)s working days.")


class CommentsClosed(DomainError):
    code = "comments_closed"
    message = _("Comments were taken until %(day)s. This one comes too late and was not kept.")
    status = HTTPStatus.CONFLICT


class NoComments(DomainError):
    code = "no_comments"
    message = _("This project takes no comments now.")
    status = HTTPStatus.CONFLICT


class CommentTooLong(DomainError):
    code = "comment_too_long"
    message = _("A comment has at most %(most)s characters.")


class TooManyComments(DomainError):
    code = "too_many_comments"
    message = _("You have said %(most)s things of this project. Let others speak.")


class CommentsTooOften(DomainError):
    code = "comments_too_often"
    message = _("You have commented often just now. Come back in an hour.")
    status = HTTPStatus.TOO_MANY_REQUESTS


class AnsweredAlready(DomainError):
    code = "answered_already"
    message = _("This comment is answered already.")
    status = HTTPStatus.CONFLICT


class HiddenAlready(DomainError):
    code = "hidden_already"
    message = _("This comment is hidden already.")
    status = HTTPStatus.CONFLICT


class StillPublished(DomainError):
    code = "still_published"
    message = _("Comments are taken until %(day)s. The next step comes after that day.")
    status = HTTPStatus.CONFLICT


class CommentsUnanswered(DomainError):
    code = "comments_unanswered"
    message = _("%(count)s comments are not answered yet. The owner answers each before the next step.")
    status = HTTPStatus.CONFLICT


class NotAVerifier(DomainError):
    code = "not_a_verifier"
    message = _("“%(name)s” is no accredited verifier, or is suspended.")


class NotIndependent(DomainError):
    code = "verifier_not_independent"
    message = _("“%(name)s” is the owner or belongs to the same group: it can't verify this project.")
    status = HTTPStatus.FORBIDDEN


class OwnProject(DomainError):
    code = "own_project"
    message = _("You act for the owner or the verifier of this project: somebody else judges it.")
    status = HTTPStatus.FORBIDDEN


class OverlapsUnruled(DomainError):
    code = "overlaps_unruled"
    message = _("%(count)s overlaps with other projects are not decided yet.")
    status = HTTPStatus.CONFLICT


class RuledAlready(DomainError):
    code = "ruled_already"
    message = _("This overlap is decided already.")
    status = HTTPStatus.CONFLICT


class AgainstOpinion(DomainError):
    code = "against_the_opinion"
    message = _("The verifier is against the registration. Return or reject the project.")
    status = HTTPStatus.CONFLICT


# Monitoring reports


class PeriodTaken(DomainError):
    """`starts_on` and `ends_on` are of the report that has days of the period already."""

    code = "period_taken"
    message = _("Another report of this project has days from %(starts_on)s to %(ends_on)s. No day is reported twice.")
    status = HTTPStatus.CONFLICT


class OutsideReporting(DomainError):
    code = "outside_reporting"
    message = _("The project is credited from %(since)s to %(until)s: a report lies within it and is over.")


class ReportStands(DomainError):
    code = "report_stands"
    message = _("This can't be done now: the report stands at “%(status)s”.")
    status = HTTPStatus.CONFLICT


class NothingToChange(DomainError):
    code = "nothing_to_change"
    message = _("What was submitted is not changed. Begin a new version.")
    status = HTTPStatus.CONFLICT


class NotReckonedYet(DomainError):
    code = "not_reckoned_yet"
    message = _("The report can't be reckoned yet: mend what is listed first.")


class NothingReduced(DomainError):
    code = "nothing_reduced"
    message = _("The report comes to less than a kilogram: there is nothing to verify.")


class EarlierLinesMissing(DomainError):
    """`count` lines of earlier reports are not there as they were."""

    code = "earlier_lines_missing"
    message = _("%(count)s lines of earlier reports count on and are not here as they were verified.")


class TooManyLines(DomainError):
    code = "too_many_lines"
    message = _("A report has at most %(most)s lines.")


class OnBothSides(DomainError):
    code = "on_both_sides"
    message = _("You act for the owner of this project, too: somebody else of the verifier does this.")
    status = HTTPStatus.FORBIDDEN


class FindingDecided(DomainError):
    code = "finding_decided"
    message = _("This can't be done now: the finding stands at “%(status)s”.")
    status = HTTPStatus.CONFLICT


class FindingsOpen(DomainError):
    code = "findings_open"
    message = _("%(count)s findings are not closed. Nothing is verified before they are.")
    status = HTTPStatus.CONFLICT


class VersionBeingDrawnUp(DomainError):
    code = "version_being_drawn_up"
    message = _("The owner is drawing up a new version: it is verified once it is submitted.")
    status = HTTPStatus.CONFLICT


class NoSampleYet(DomainError):
    code = "no_sample_yet"
    message = _("Draw the sample of this version first.")
    status = HTTPStatus.CONFLICT


class SampleDrawn(DomainError):
    code = "sample_drawn"
    message = _("The sample of this version is drawn. It is drawn once.")
    status = HTTPStatus.CONFLICT


class SampleTooSmall(DomainError):
    code = "sample_too_small"
    message = _("A sample has %(least)s to %(most)s lines here.")


class MoreThanReckoned(DomainError):
    code = "more_than_reckoned"
    message = _("%(reckoned)s kg were reckoned: a verifier states at least one kilogram and never more than that.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Less is verified than was reckoned: say why.")


class DeadlineTooNear(DomainError):
    code = "deadline_too_near"
    message = _("The day by which it is to be answered lies between %(since)s and %(until)s.")


class NotAsVerified(DomainError):
    code = "not_as_verified"
    message = _("Of %(vintage)s the report's verifier has stated %(kilograms)s kg; nothing else is issued for it.")


class YearIssued(DomainError):
    code = "year_issued"
    message = _("What was verified of %(vintage)s in this report is issued already.")
    status = HTTPStatus.CONFLICT


# Files of lines


class NoTable(DomainError):
    code = "no_table"
    message = _("This can't be read as a table. Send an XLSX or CSV file, such as the template.")


class TableUnpacksTooBig(DomainError):
    code = "table_unpacks_too_big"
    message = _("The table is too large once it is unpacked. Send it in several files.")


class NoLinesInFile(DomainError):
    code = "no_lines_in_file"
    message = _("There is no line in the file.")


class LinesRefused(DomainError):
    """`wrongs` are all that is to be mended in a file, each with its place."""

    code = "lines_refused"
    message = _("Nothing was taken over: mend what is listed and send the file again.")


class FormulaCell(DomainError):
    code = "formula_cell"
    message = _("This cell holds a formula. Paste what it comes to as a value.")


class MergedCells(DomainError):
    """`cells` are such as B2:B5."""

    code = "merged_cells"
    message = _("The cells %(cells)s are merged. Each line has each of its cells.")


class HeadingUnknown(DomainError):
    code = "heading_unknown"
    message = _("“%(heading)s” is no column of this table.")


class HeadingTwice(DomainError):
    code = "heading_twice"
    message = _("“%(heading)s” stands twice.")


class HeadingMissing(DomainError):
    code = "heading_missing"
    message = _("The column “%(heading)s” is missing.")


class SheetUnknown(DomainError):
    code = "sheet_unknown"
    message = _("No table of the method is called as this sheet is. They are called: %(tables)s.")


class SourceTooLong(DomainError):
    code = "source_too_long"
    message = _("“%(label)s” has at most %(most)s characters.")


# Offers and deals


class OfferStands(DomainError):
    code = "offer_stands"
    message = _("This is not possible any more: the offer is %(status)s.")
    status = HTTPStatus.CONFLICT


class OfferOver(DomainError):
    code = "offer_over"
    message = _("The last day of this offer is over.")
    status = HTTPStatus.CONFLICT


class OfferDayOut(DomainError):
    """`days` is the longest time for which an offer stands."""

    code = "offer_day_out"
    message = _("An offer stands until today at the earliest and for %(days)s days at the most.")


class NoPrice(DomainError):
    code = "no_price"
    message = _("Say a price for a tonne: at least 0.01 yuan.")


class LeastPartTooBig(DomainError):
    """`tonnes` are all that is offered."""

    code = "least_part_too_big"
    message = _("The least part is between 1 and %(tonnes)s tonnes.")


class PartNotForSale(DomainError):
    """`most` is what can be taken up in one piece."""

    code = "part_not_for_sale"
    message = _("From this offer you take at least %(minimum)s and at most %(most)s t, or all that is left.")
    status = HTTPStatus.CONFLICT


class DealStands(DomainError):
    code = "deal_stands"
    message = _("This is not possible any more. The deal stands at: %(status)s.")
    status = HTTPStatus.CONFLICT


class PaidInFuture(DomainError):
    code = "paid_in_future"
    message = _("The day of the payment lies in the future.")


class PayDayOver(DomainError):
    code = "pay_day_over"
    message = _("The day by which this deal was to be paid is over.")
    status = HTTPStatus.CONFLICT


# Years of buyers


class NoNeed(DomainError):
    code = "no_need"
    message = _(
        "Say how many tonnes were emitted, in whole tonnes above nought, what is counted, and by which document."
    )


class YearNotOver(DomainError):
    code = "year_not_over"
    message = _("%(year)s is not over yet: what was emitted is known afterwards.")


class NothingStated(DomainError):
    code = "nothing_stated"
    message = _("Say first how much was emitted in the year.")
    status = HTTPStatus.CONFLICT


# Pooling


class NotAPool(DomainError):
    code = "not_a_pool"
    message = _("This project does not pool citizens’ reductions.")


class MonthNotOver(DomainError):
    """`on` is the first day on which it may be gathered."""

    code = "month_not_over"
    message = _("Acts of this month may still be scored or taken back. Gather it from %(on)s on.")


class MonthPooled(DomainError):
    code = "month_pooled"
    message = _("This month, or a later one, has been gathered already.")


class EarlierMonthOpen(DomainError):
    code = "earlier_month_open"
    message = _("%(month)s is not verified yet, so nobody knows what it leaves. Gather this month after that.")


class StillGathering(DomainError):
    code = "still_gathering"
    message = _("The acts are still being gathered. Come back when that is done.")


class MonthDecided(DomainError):
    code = "month_decided"
    message = _("This month has been decided: %(status)s.")


class TooFewCitizens(DomainError):
    code = "too_few_citizens"
    message = _("Acts of fewer than %(least)s citizens would tell who they are. Nothing is reported of this month.")


class GatheredAnew(DomainError):
    code = "gathered_anew"
    message = _("Since it was gathered, consents were withdrawn or acts taken back. They are left out now: look again.")


class LinesAreGathered(DomainError):
    code = "lines_are_gathered"
    message = _("This report is gathered from citizens’ acts at the city’s desk. Nobody writes or removes its lines.")


class ActsTakenBack(DomainError):
    code = "acts_taken_back"
    message = _(
        "%(count)s acts of this version were taken back meanwhile. The owner begins a new version without them."
    )


class MoreThanIssued(DomainError):
    code = "more_than_issued"
    message = _("Of this month %(tonnes)s t are issued and not accounted for yet.")


class PaymentEntered(DomainError):
    code = "payment_entered"
    message = _("A payment with this bank reference has been entered already.")


class ProceedsDecided(DomainError):
    code = "proceeds_decided"
    message = _("This has been decided: %(status)s.")


class PooledByCitizens(DomainError):
    code = "pooled_by_citizens"
    message = _(
        "%(count)s acts of citizens over a vehicle or meter of this project are pooled for the same days. It can’t be "
        "registered with them."
    )


class NotOfAge(DomainError):
    code = "not_of_age"
    message = _("Tick that you are 18 or older. For a child nobody can agree here.")
