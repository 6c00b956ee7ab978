"""`bin/manage open_budget citizens 公众碳积分 --english "Citizens’ credits"`: opens a budget for rules to name."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from common.commands import PortalCommand
from common.texts import text_of
from common.typed.words import words
from credits import budgets
from credits.models import Budget


class Command(PortalCommand):
    help = "Opens an empty budget; fund_budget fills it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="as rules name it, such as citizens")
        parser.add_argument("name", help="its name in Chinese")
        parser.add_argument("--english", default="", help="its name in English")

    def handle(self, *args: Any, code: str, name: str, english: str, **options: Any) -> None:
        known = Budget.objects.filter(code=code).first()
        if known is not None:
            self.stdout.write(f"{code}: open before as {known}; nothing changed")
            return
        named = text_of(words(name), words(english))
        try:
            Budget(code=code, name=named).full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        budgets.open_budget(code, named)
        self.stdout.write(f"{code}: open and empty")
