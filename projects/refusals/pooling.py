"""Why a month of citizens is not gathered, reported or paid out."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


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


class LaterMonthFollows(DomainError):
    code = "later_month_follows"
    message = _("%(month)s goes by what this month has carried on. Decline or close that one first.")


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


class PooledInReport(DomainError):
    code = "pooled_in_report"
    message = _(
        "%(count)s acts of citizens over a vehicle or meter of this report are pooled for the same days: %(sources)s. "
        "Take their lines out, so that nothing counts twice."
    )


class NotOfAge(DomainError):
    code = "not_of_age"
    message = _("Tick that you are 18 or older. For a child nobody can agree here.")
