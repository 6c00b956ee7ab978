"""What the ledger and its budgets refuse, in words that help."""

from http import HTTPStatus
from typing import Any

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
