"""`bin/manage fund_budget citizens 1000000 --reference 2026-q4`: issues credits into a budget, new or not."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.errors import DomainError
from credits import budgets


class Command(BaseCommand):
    help = "Issues credits into a budget; the same reference funds once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="the budget that rules name, such as citizens")
        parser.add_argument("amount", type=int, help="whole credits")
        parser.add_argument("--reference", required=True, help="the decision that issues them; funds once")

    def handle(self, *args: Any, code: str, amount: int, reference: str, **options: Any) -> None:
        budget = budgets.open_budget(code, {"zh-hans": code, "en": code})
        try:
            budgets.fund(budget, amount, reference=f"fund:{code}:{reference}", now=timezone.now())
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{code}: {budgets.remaining(code)} credits left")
