"""What the ledger and its budgets refuse, in words that help."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class TooLittle(DomainError):
    code = "too_little"
    message = _("A budget is funded with at least %(least)s credits at a time.")


class TooMuch(DomainError):
    code = "too_much"
    message = _("A budget is funded with at most %(most)s credits at a time.")

    def words(self) -> dict[str, Any]:
        return {"most": f"{self.facts['most']:,}"}


class UnknownBudget(DomainError):
    """`codes` are those of the budgets that are there."""

    code = "unknown_budget"
    message = _("There is no budget “%(code)s”. There are: %(codes)s.")
    status = HTTPStatus.NOT_FOUND


class FundedBefore(DomainError):
    """`amount` is what the document put into the budget then."""

    code = "funded_before"
    message = _("%(number)s has put %(amount)s credits into this budget before. Nothing was issued.")
    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, Any]:
        return {"number": self.facts["number"], "amount": f"{self.facts['amount']:,}"}


class NeedsTwo(DomainError):
    code = "needs_two"
    message = _(
        "More than %(most)s credits at once are issued by two people who may fund budgets, one of whom agrees to what "
        "the other has asked for: bin/manage fund_budget with --by and --agreed-by."
    )

    def words(self) -> dict[str, Any]:
        return {"most": f"{self.facts['most']:,}"}


class InsufficientCredits(DomainError):
    code = "insufficient_credits"
    message = _("The balance is %(balance)s; %(needed)s are needed.")


class NotReversible(DomainError):
    """A reversal stands; what it undid is posted anew under a reference of its own."""

    code = "not_reversible"
    message = _("A reversal cannot be reversed.")


class ReferenceReused(DomainError):
    """The reference belongs to an earlier transfer with other content."""

    code = "reference_reused"
    message = _("The reference %(reference)s already stands for another transfer.")
    status = HTTPStatus.CONFLICT


class OwnAdjustment(DomainError):
    """Who gains does not grant."""

    code = "own_adjustment"
    message = _("These are your own credits. Colleagues adjust them.")
    status = HTTPStatus.FORBIDDEN


class OutOfReach(DomainError):
    code = "adjustment_out_of_reach"
    message = _("This account has rights that you do not have, so its credits are not yours to adjust.")
    status = HTTPStatus.FORBIDDEN


class TooClose(DomainError):
    """They share a car, a meter or a merchant, as far as the portal knows."""

    code = "too_close"
    message = _(
        "You share a car, a meter or a merchant with this citizen, so their credits are a colleague’s to adjust."
    )
    status = HTTPStatus.FORBIDDEN


class OwnProposal(DomainError):
    code = "own_proposal"
    message = _("You have proposed this yourself. Somebody else decides on it.")
    status = HTTPStatus.FORBIDDEN


class ProposerTooClose(DomainError):
    """Since it was submitted, as far as the portal knows."""

    code = "proposer_too_close"
    message = _("Whoever proposed this shares a car, a meter or a merchant with the citizen by now. Decline it.")
    status = HTTPStatus.FORBIDDEN


class CloseToProposer(DomainError):
    code = "close_to_proposer"
    message = _("You share a car, a meter or a merchant with whoever proposed this. Somebody else decides on it.")
    status = HTTPStatus.FORBIDDEN


class DecidedByYou(DomainError):
    code = "adjusted_by_you"
    message = _("You took part in this adjustment. A third person looks at it again.")
    status = HTTPStatus.FORBIDDEN


class NotYours(DomainError):
    code = "not_your_proposal"
    message = _("Somebody else has proposed this; only they submit or withdraw it.")
    status = HTTPStatus.FORBIDDEN


class AccountClosed(DomainError):
    code = "account_closed"
    message = _("This account is closed, so nothing is adjusted.")
    status = HTTPStatus.CONFLICT


class AccountFrozen(DomainError):
    code = "account_frozen"
    message = _("This account is frozen. Its credits are adjusted once that is over.")
    status = HTTPStatus.CONFLICT


class NotOpen(DomainError):
    """`state` is where it stands, in words."""

    code = "adjustment_not_open"
    message = _("This adjustment is not open for that any more: %(state)s.")
    status = HTTPStatus.CONFLICT


class AlreadyProposed(DomainError):
    code = "already_proposed"
    message = _("Another adjustment of this citizen waits for an answer. One is decided after the other.")
    status = HTTPStatus.CONFLICT


class AboveLimit(DomainError):
    """`which` is what the limit is of, `most` the limit, `comes_to` what it would come to."""

    code = "above_limit"
    message = _("%(of)s: your role adjusts at most %(most)s credits; this would come to %(comes_to)s.")
    status = HTTPStatus.CONFLICT

    OF: ClassVar = {
        "each": _("At one time"),
        "day": _("In one day of yours"),
        "citizen_month": _("For one citizen in a month"),
    }

    def words(self) -> dict[str, Any]:
        return {
            "of": self.OF[self.facts["which"]],
            "most": f"{self.facts['most']:,}",
            "comes_to": f"{self.facts['comes_to']:,}",
        }


class OwnLimit(DomainError):
    code = "own_limit"
    message = _("This would raise how much you may adjust yourself. Somebody whom it does not concern does that.")
    status = HTTPStatus.FORBIDDEN


class BudgetTooSmall(DomainError):
    """`left` is what the budget has."""

    code = "budget_too_small"
    message = _("The budget has %(left)s credits left; %(needed)s are needed. Nothing was posted.")
    status = HTTPStatus.CONFLICT

    def words(self) -> dict[str, Any]:
        return {"left": f"{self.facts['left']:,}", "needed": f"{self.facts['needed']:,}"}


class AttachmentMissing(DomainError):
    code = "attachment_missing"
    message = _("Attach at least one document that this rests on.")


class TooManyAttachments(DomainError):
    code = "too_many_attachments"
    message = _("At most %(most)s files.")


class AttachmentsTooLarge(DomainError):
    code = "attachments_too_large"
    message = _("These files are larger than %(megabytes)s MB together.")
