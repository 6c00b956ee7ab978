"""`bin/manage audit_ledger`: proves the books, app by app; exit status 1 and a list when something is wrong."""

import sys
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from activities.second_opinion.auditing import CITIZENS, Sample
from common.city_time import city_day
from common.commands import PortalCommand
from portal import books


class Command(PortalCommand):
    help = "Checks every rule of the ledger and every sealed day, from one snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", help="chooses the citizens who are reckoned anew; today's date, unless given")
        parser.add_argument("--citizens", type=int, default=CITIZENS, help="how many are; 200, unless given")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="the first sealed day that is hashed anew, 2026-11-28"
        )
        parser.add_argument("--only", action="append", choices=books.APPS, help="one app's rules; again for more")

    def handle(self, *args: Any, **options: Any) -> None:
        sample = Sample(options["seed"] or city_day(timezone.now()).isoformat(), options["citizens"])
        found, only = 0, options["only"] or books.APPS
        for finding in books.findings(sample, since=options["since"], tell=self._tell, only=only):
            found += 1
            self.stdout.write(str(finding))
        self.stdout.write(f"{found} findings" if found else "the ledger is sound")
        if found:
            sys.exit(1)

    def _tell(self, what: str) -> None:
        """To whoever waits before a screen."""
        if self.stderr.isatty():
            self.stderr.write(what)
