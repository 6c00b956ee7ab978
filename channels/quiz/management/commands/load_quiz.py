"""`bin/manage load_quiz`: brings the questions of channels/quiz/questions.yaml into the database."""

from typing import Any

from django.core.management.base import CommandError

from channels.quiz import bank
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Loads the questions of the quiz; safe to run again, and never overwrites what the desk changed."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bank.load()
        except bank.BankError as error:
            raise CommandError(str(error)) from error
