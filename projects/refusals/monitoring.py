"""Why a monitoring report is not drawn up, submitted or verified."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


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
    message = _(
        "You act for the owner of this project, too, or have done so in this matter: "
        "somebody else of the verifier does this."
    )
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
