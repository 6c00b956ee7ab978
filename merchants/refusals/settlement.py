"""Why a statement is not drawn up, answered or paid."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class MonthNotOver(DomainError):
    code = "month_not_over"
    message = _("The month is not over yet.")
    status = HTTPStatus.CONFLICT


class StillTaking(DomainError):
    code = "still_taking"
    message = _("“%(merchant)s” still takes vouchers. Suspend it first, or let it close its shops.")
    status = HTTPStatus.CONFLICT


class NothingToSettle(DomainError):
    code = "nothing_to_settle"
    message = _("Nothing was taken that is not on a statement already.")
    status = HTTPStatus.CONFLICT


class SettledFinally(DomainError):
    code = "settled_finally"
    message = _("This merchant has a final statement of this month. What came after it is settled with the month.")
    status = HTTPStatus.CONFLICT


class NotYourTurn(DomainError):
    code = "statement_stands_elsewhere"
    message = _("This statement is at another step by now: %(status)s. Nothing was changed.")
    status = HTTPStatus.CONFLICT


class StillTheirTurn(DomainError):
    code = "still_the_merchants_turn"
    message = _("The merchant has ten days to answer. Until then nobody confirms for it.")
    status = HTTPStatus.CONFLICT


class AlreadyInDispute(DomainError):
    code = "already_in_dispute"
    message = _("This line is in dispute already. The desk has yet to answer.")
    status = HTTPStatus.CONFLICT


class NothingToAnswer(DomainError):
    code = "nothing_to_answer"
    message = _("This line is not in dispute, or was answered meanwhile.")
    status = HTTPStatus.CONFLICT


class WordsMissing(DomainError):
    code = "words_missing"
    message = _("Write in a few words what is the matter.")


class UndoneSince(DomainError):
    """What the line says is taken off in full; a correction beside it would stay."""

    code = "undone_since"
    message = _(
        "Its voucher was refunded or undone since, and all of the line is taken off. Answer without a correction."
    )


class BelowZero(DomainError):
    code = "statement_below_zero"
    message = _("With this correction the statement would come to less than nothing.")


class ReferenceMissing(DomainError):
    code = "bank_reference_missing"
    message = _("Enter the number under which the bank has the payment.")


class SameReference(DomainError):
    code = "same_bank_reference"
    message = _("This is the bank reference that stands there already.")


class SumChanged(DomainError):
    code = "sum_changed"
    message = _("The sum of this statement is another by now. Look at it again.")
    status = HTTPStatus.CONFLICT


class NeedsAnother(DomainError):
    code = "two_people_pay"
    message = _("You drew up this statement or answered a dispute on it. Somebody else writes down that it is paid.")
    status = HTTPStatus.FORBIDDEN
