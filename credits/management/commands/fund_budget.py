"""`bin/manage fund_budget citizens 1000000 --reference 成财环〔2026〕88号`: issues credits into an open budget."""

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import User
from common import document_numbers
from common.commands import PortalCommand
from common.errors import DomainError
from common.typed import numbers
from credits import budgets
from credits.refusals import FundedBefore, UnknownBudget


class Command(PortalCommand):
    help = "Issues credits into a budget; the same document funds it once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="the budget that rules name, such as citizens")
        parser.add_argument("amount", help="whole credits")
        parser.add_argument(
            "--reference", required=True, help="the number of the document that issues them; funds once"
        )

        parser.add_argument("--by", help="the member of staff who asks for it, by name; needed for large amounts")
        parser.add_argument("--agreed-by", help="another one, who has agreed to it")

    def handle(self, *args: Any, code: str, amount: str, reference: str, **options: Any) -> None:
        people = {role: self._member(options[role]) for role in ("by", "agreed_by")}
        try:
            done = self._fund(code, numbers.whole(amount, label="amount") or 0, reference, people)
        except UnknownBudget as unknown:
            raise CommandError(f"{unknown.sentence} bin/manage open_budget {code} NAME") from unknown
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{code}: {done}; {budgets.remaining(code)} credits left")

    def _member(self, name: str | None) -> User | None:
        if name is None:
            return None
        member = User.objects.filter(username=name, is_staff=True, is_active=True).first()
        if member is None or not member.has_perm("credits.fund_budget"):
            raise CommandError(f"nobody called {name} may fund budgets")
        return member

    def _fund(self, code: str, amount: int, reference: str, people: dict[str, User | None]) -> str:
        try:
            budget, now = budgets.find(code), timezone.now()
            budgets.fund_by(budget, amount, document=reference, now=now, by=people["by"], agreed_by=people["agreed_by"])
        except FundedBefore as before:
            if before.facts["amount"] != amount:
                raise
            return f"nothing funded, {before.facts['number']} has funded it before"
        return f"{amount} credits funded under {document_numbers.read(reference)}"
