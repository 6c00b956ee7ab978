"""`bin/manage audit_ledger`: proves the books, app by app; exit status 1 and a list when something is wrong."""

import sys
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from common.audit import WHOLE, Extent
from common.city_time import city_day
from common.commands import PortalCommand
from portal import books

MOST_OF_A_RULE = 200
"""More than anybody reads of what breaks one rule; they are counted on."""


class Command(PortalCommand):
    help = "Checks every rule of the ledger and every sealed day, from one snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", help="chooses the citizens who are reckoned anew; today's date, unless given")
        parser.add_argument("--citizens", type=int, default=WHOLE.citizens, help="how many are; 200, unless given")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="the first sealed day that is hashed anew, 2026-11-28"
        )
        parser.add_argument("--all", action="store_true", help=f"every finding, not {MOST_OF_A_RULE} of each rule")
        parser.add_argument(
            "--only", action="append", choices=books.apps_with_books(), help="one app's rules; again for more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        extent = Extent(
            seed=options["seed"] or city_day(timezone.now()).isoformat(),
            citizens=options["citizens"],
            since=options["since"],
            tell=self._tell,
        )
        found = Counter[str]()
        for finding in books.findings(extent, only=options["only"] or ()):
            found[finding.code] += 1
            if options["all"] or found[finding.code] <= MOST_OF_A_RULE:
                self.stdout.write(str(finding))
        self._sum_up(found, is_whole=options["all"])
        if found:
            sys.exit(1)

    def _sum_up(self, found: Counter[str], *, is_whole: bool) -> None:
        if not is_whole:
            for code, count in found.items():
                if count > MOST_OF_A_RULE:
                    self.stdout.write(f"{code}: and {count - MOST_OF_A_RULE} more; --all lists them")
        self.stdout.write(f"{found.total()} findings" if found else "the ledger is sound")

    def _tell(self, what: str) -> None:
        """To whoever waits before a screen."""
        if self.stderr.isatty():
            self.stderr.write(what)
