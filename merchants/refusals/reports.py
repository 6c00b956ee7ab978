"""Why a report of a cause is not published."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class OwnReport(DomainError):
    code = "own_report"
    message = _("You wrote this report yourself: somebody else publishes it.")


class GiftsGoOn(DomainError):
    code = "gifts_go_on"
    message = _("Its days are not over yet: what is given until then belongs to it, too.")


class DoneAtNoTime(DomainError):
    code = "done_at_no_time"
    message = _("It says that this was done in the future, or before the first of its days. Mend the day.")


class DaysAreReported(DomainError):
    code = "days_are_reported"
    message = _(
        "A published report of this cause tells of some of these days already. Withdraw it, or take other days."
    )


class NothingGiven(DomainError):
    code = "nothing_given"
    message = _("Nothing was given to the cause on these days.")


class ReportIsPublished(DomainError):
    code = "report_is_published"
    message = _("It is published and stays as it is. Withdraw it and write another.")
