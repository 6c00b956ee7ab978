"""`bin/manage audit_ledger`: proves the books, app by app; exit status 1 and a list when something is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

import activities.audit
import credits.audit
import merchants.audit


class Command(BaseCommand):
    help = "Checks every rule of the ledger against its transfers, from one snapshot."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = [*credits.audit.findings(), *activities.audit.findings(), *merchants.audit.findings()]
        for finding in found:
            self.stdout.write(str(finding))
        self.stdout.write(f"{len(found)} findings" if found else "the ledger is sound")
        if found:
            sys.exit(1)
