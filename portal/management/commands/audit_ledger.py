"""`bin/manage audit_ledger`: proves the books, app by app; exit status 1 and a list when something is wrong."""

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.db import connection, transaction
from django.utils import timezone

import activities.audit
import credits.audit
import merchants.audit
from activities.second_opinion.auditing import CITIZENS, Sample
from common.city_time import city_day
from common.commands import PortalCommand


class Command(PortalCommand):
    help = "Checks every rule of the ledger against its transfers, from one snapshot."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", help="chooses the citizens who are reckoned anew; today's date, unless given")
        parser.add_argument("--citizens", type=int, default=CITIZENS, help="how many are; 200, unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        seed = options["seed"] or city_day(timezone.now()).isoformat()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                # Reckoning a long history anew takes a while, and nobody waits for who only reads.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            found = [
                *credits.audit.findings(),
                *activities.audit.findings(Sample(seed, options["citizens"])),
                *merchants.audit.findings(),
            ]
        for finding in found:
            self.stdout.write(str(finding))
        self.stdout.write(f"{len(found)} findings" if found else "the ledger is sound")
        if found:
            sys.exit(1)
