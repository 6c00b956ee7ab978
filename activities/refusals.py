"""Why the gate refuses an act: one error each, with a sentence that says what is wrong and what to do."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from activities.measures import measure_label, measure_shown
from common.errors import DomainError
from methodologies.base import ClaimError, Doubt, Methodology


class UnknownScenario(DomainError):
    code = "unknown_scenario"
    message = _("There is no scenario “%(scenario)s”.")


class NotInForce(DomainError):
    code = "not_in_force"
    message = _("%(scenario)s did not earn credits yet on %(day)s.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("This lies in the future. You can report it once it has happened.")


class DayAsked(DomainError):
    code = "day_asked"
    message = _("This scenario counts the total of a day: send “day”.")


class PeriodAsked(DomainError):
    code = "period_asked"
    message = _("This scenario counts single acts: send “started_at” and “ended_at”.")


class EndsBeforeStart(DomainError):
    code = "ends_before_start"
    message = _("The end must come after the start.")


class TooLate(DomainError):
    code = "too_late"
    message = _("It is too late to report this day: the last chance was %(last_day)s.")


class NotAccepted(DomainError):
    """The rule takes no evidence of this grade."""

    code = "evidence_not_accepted"
    message = _("This scenario does not take acts reported in this way.")


class UnreadableClaim(DomainError):
    """The claim misses something or holds what is no whole number. Facts: `field`, `reason`."""

    code = "unreadable_claim"
    reasons = {
        "missing": _("%(label)s is missing."),
        "not_a_whole_number": _("%(label)s must be a whole number."),
        "too_many_digits": _("%(label)s has too many digits."),
        "unknown": _("%(label)s is not asked for here."),
    }

    def __init__(self, method: Methodology, error: ClaimError) -> None:
        self.message = self.reasons[error.reason]
        label = error.field if error.reason == "unknown" else measure_label(method, error.field)
        super().__init__(label=label, field=error.field, reason=error.reason)


class OutOfBounds(DomainError):
    """A number lies outside of what the rule believes. Facts: `measure`, `value`, `least`, `most`, in shown units."""

    code = "out_of_bounds"

    def __init__(self, method: Methodology, doubt: Doubt) -> None:
        if doubt.least is not None and doubt.most is not None:
            self.message = _("%(measure)s: %(value)s is not between %(least)s and %(most)s.")
        elif doubt.least is not None:
            self.message = _("%(measure)s: %(value)s is less than %(least)s.")
        else:
            self.message = _("%(measure)s: %(value)s is more than %(most)s.")
        super().__init__(
            measure=measure_label(method, doubt.measure),
            field=doubt.measure,
            value=measure_shown(method, doubt.measure, doubt.value),
            least=doubt.least and measure_shown(method, doubt.measure, doubt.least),
            most=doubt.most and measure_shown(method, doubt.measure, doubt.most),
        )


class KeyReused(DomainError):
    """The client's id stands for another act."""

    code = "id_reused"
    message = _("The id “%(id)s” already stands for another act.")
    status = HTTPStatus.CONFLICT
