"""`bin/manage fund_budget citizens 1000000 --reference 成财环〔2026〕88号`: issues credits into an open budget."""

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from common import document_numbers
from common.commands import PortalCommand
from common.errors import DomainError
from common.typed import numbers
from credits import budgets


class Command(PortalCommand):
    help = "Issues credits into a budget; the same document funds it once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="the budget that rules name, such as citizens")
        parser.add_argument("amount", help="whole credits")
        parser.add_argument(
            "--reference", required=True, help="the number of the document that issues them; funds once"
        )

    def handle(self, *args: Any, code: str, amount: str, reference: str, **options: Any) -> None:
        try:
            done = self._fund(code, numbers.whole(amount, label="amount") or 0, reference)
        except budgets.UnknownBudget as unknown:
            raise CommandError(f"{unknown.sentence} bin/manage open_budget {code} NAME") from unknown
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{code}: {done}; {budgets.remaining(code)} credits left")

    def _fund(self, code: str, amount: int, reference: str) -> str:
        try:
            budgets.fund_by(budgets.find(code), amount, document=reference, now=timezone.now())
        except budgets.FundedBefore as before:
            if before.facts["amount"] != amount:
                raise
            return f"nothing funded, {before.facts['number']} has funded it before"
        return f"{amount} credits funded under {document_numbers.read(reference)}"
