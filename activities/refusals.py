"""Why the gate refuses an act: one error each, with a sentence that says what is wrong and what to do."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.measures import measure_label, measure_shown
from common.errors import DomainError
from common.texts import in_reader_language
from methodologies.base import ClaimError, Contradiction, Doubt, Methodology, Span
from methodologies.registry import methodology


class UnknownScenario(DomainError):
    code = "unknown_scenario"
    message = _("There is no scenario “%(scenario)s”.")


class NotInForce(DomainError):
    """Facts: `scenario`, its name in every language; `day`."""

    code = "not_in_force"
    message = _("%(scenario)s did not earn credits yet on %(day)s.")

    def words(self) -> Mapping[str, Any]:
        return {"scenario": in_reader_language(self.facts["scenario"]), "day": _day(self.facts["day"])}


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("This lies in the future. You can report it once it has happened.")


class DayAsked(DomainError):
    code = "day_asked"
    message = _("This scenario counts the total of a day: send “day”.")


class PeriodAsked(DomainError):
    code = "period_asked"
    message = _("This scenario counts single acts: send “started_at” and “ended_at”.")


class MomentAsked(DomainError):
    code = "moment_asked"
    message = _("This scenario counts what happens at a moment: send “at”.")


SPAN_ASKED: Mapping[Span, type[DomainError]] = {
    Span.DAY: DayAsked,
    Span.PERIOD: PeriodAsked,
    Span.MOMENT: MomentAsked,
}
"""What is wrong with an act that was sent with another span than its scenario's."""


class TooLong(DomainError):
    """Facts: `days`, the most that one act may last."""

    code = "too_long"

    def __init__(self, **facts: Any) -> None:
        self.message = ngettext_lazy(
            "One act may last %(days)s day at most.", "One act may last %(days)s days at most.", facts["days"]
        )
        super().__init__(**facts)


class EndsBeforeStart(DomainError):
    code = "ends_before_start"
    message = _("The end must come after the start.")


class TooLate(DomainError):
    """Facts: `last_day`."""

    code = "too_late"
    message = _("It is too late to report this day: the last chance was %(last_day)s.")

    def words(self) -> Mapping[str, Any]:
        return {"last_day": _day(self.facts["last_day"])}


class NotAccepted(DomainError):
    """The rule takes no evidence of this grade."""

    code = "evidence_not_accepted"
    message = _("This scenario does not take acts reported in this way.")


class WayClosed(DomainError):
    """The rule lets no acts in by this way. Facts: `way`, its code."""

    code = "way_closed"
    message = _("This scenario takes no acts that come by this way.")


class UnreadableClaim(DomainError):
    """The claim misses something or holds what is no whole number.

    Facts: `method` with the `terms` of a generic one, `field`, `reason` and, of a row of a file, `column`, as the file
    calls it.
    """

    code = "unreadable_claim"
    reasons = {
        "missing": _("%(label)s is missing."),
        "not_a_whole_number": _("%(label)s must be a whole number."),
        "too_many_digits": _("%(label)s has too many digits."),
        "not_an_option": _("%(label)s: please choose one from the list."),
        "unknown": _("%(label)s is not asked for here."),
    }

    def __init__(self, **facts: Any) -> None:
        self.message = self.reasons[facts["reason"]]
        super().__init__(**facts)

    @classmethod
    def of(cls, method: Methodology, error: ClaimError) -> "UnreadableClaim":
        return cls(**_by(method), field=error.field, reason=error.reason)

    def words(self) -> Mapping[str, Any]:
        field = self.facts["field"]
        if self.facts["reason"] == "unknown":
            return {"label": field}
        return {"label": self.facts.get("column") or measure_label(_method(self.facts), field)}


class OutOfBounds(DomainError):
    """A number lies outside of what the rule believes.

    Facts: `method`, `field`, and `value`, `least`, `most` as decimals in the small unit; `None` for no such bound. Of a
    row of a file also `column`, as the file calls it.
    """

    code = "out_of_bounds"

    def __init__(self, **facts: Any) -> None:
        if facts["least"] is not None and facts["most"] is not None:
            self.message = _("%(measure)s: %(value)s is not between %(least)s and %(most)s.")
        elif facts["least"] is not None:
            self.message = _("%(measure)s: %(value)s is less than %(least)s.")
        else:
            self.message = _("%(measure)s: %(value)s is more than %(most)s.")
        super().__init__(**facts)

    @classmethod
    def of(cls, method: Methodology, doubt: Doubt) -> "OutOfBounds":
        numbers = {"value": doubt.value, "least": doubt.least, "most": doubt.most}
        kept = {name: None if number is None else str(number) for name, number in numbers.items()}
        return cls(**_by(method), field=doubt.measure, **kept)

    def words(self) -> Mapping[str, Any]:
        method, field = _method(self.facts), self.facts["field"]
        numbers = {name: self.facts[name] for name in ("value", "least", "most")}
        shown = {
            name: None if number is None else measure_shown(method, field, Decimal(number))
            for name, number in numbers.items()
        }
        return {"measure": self.facts.get("column") or measure_label(method, field), **shown}


class ContradictsItself(DomainError):
    """Two things in the claim cannot both be so. Facts: `method`, `field`, `reason`."""

    code = "contradicts_itself"
    reasons = {
        "one_station": _("Name the station where you got on and the one where you got off, or neither."),
        "same_station": _("You got on and off at the same station: that is no journey."),
    }

    def __init__(self, **facts: Any) -> None:
        self.message = self.reasons[facts["reason"]]
        super().__init__(**facts)

    @classmethod
    def of(cls, method: Methodology, contradiction: Contradiction) -> "ContradictsItself":
        return cls(**_by(method), field=contradiction.field, reason=contradiction.reason)


class KeyReused(DomainError):
    """The client's id stands for another act."""

    code = "id_reused"
    message = _("The id “%(id)s” already stands for another act.")
    status = HTTPStatus.CONFLICT


class NotScored(DomainError):
    code = "not_scored"
    message = _("This act has not been counted, so there is nothing to take back.")
    status = HTTPStatus.CONFLICT


class RevokedAlready(DomainError):
    code = "revoked_already"
    message = _("This act has been taken back already.")
    status = HTTPStatus.CONFLICT


class NotWithdrawable(DomainError):
    code = "not_withdrawable"
    message = _("You can take back what you typed in yourself, within seven days, but nothing of a car or a meter.")
    status = HTTPStatus.CONFLICT


class SpentAlready(DomainError):
    code = "spent_already"
    message = _("Its credits have been spent, so it can no longer be withdrawn.")
    status = HTTPStatus.CONFLICT


class OwnAct(DomainError):
    """Who gains does not grant."""

    code = "own_act"
    message = _("This is an act of your own. A colleague decides it.")
    status = HTTPStatus.FORBIDDEN


class TakenBackByYou(DomainError):
    """Whoever decided first does not decide again."""

    code = "taken_back_by_you"
    message = _("You have taken this act back yourself. A colleague looks at it again.")
    status = HTTPStatus.FORBIDDEN


class NothingInSet(DomainError):
    code = "nothing_in_set"
    message = _("No act that counts was chosen by this.")


class SetTooLarge(DomainError):
    """Facts: `most`."""

    code = "set_too_large"
    message = _("These are more than %(most)s acts. Choose fewer at a time.")


class CountsAgainAlready(DomainError):
    code = "counts_again_already"
    message = _("This act counts again already.")
    status = HTTPStatus.CONFLICT


class AlreadyDecided(DomainError):
    code = "act_already_decided"
    message = _("This act has been decided on in the meantime.")
    status = HTTPStatus.CONFLICT


class CountedAtFormerAccount(DomainError):
    code = "counted_at_former_account"
    message = _(
        "For this time the account that was merged into yours has reported this already. If less was counted than you"
        " may get, ask the service desk."
    )


def _by(method: Methodology) -> dict[str, Any]:
    """The facts by which a methodology is found again, with the words of a generic one as they were."""
    return {"method": method.code, "terms": method.terms} if method.is_generic else {"method": method.code}


def _method(facts: Mapping[str, Any]) -> Methodology:
    return methodology(facts["method"], facts.get("terms"))


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso))
