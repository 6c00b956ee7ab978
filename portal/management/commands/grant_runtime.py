"""`bin/manage grant_runtime`: gives the role that runs the portal its rights to the tables, as their owner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import table_rights
from common.commands import no_answer
from common.owner import is_apart


class Command(BaseCommand):
    help = "Gives the role of DATABASE_URL what it may do with each table, and takes the rest, as DATABASE_OWNER_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_apart():
            raise CommandError("DATABASE_OWNER_URL is not set: there is one role, and it owns the tables")
        if found := no_answer():
            raise CommandError(found)
        before = table_rights.bring_up_to_date()
        if before.is_owner:
            raise CommandError(
                "the role of DATABASE_URL owns the tables, or is a superuser: give it none of that first"
            )
        mended = [*before.excess, *before.lacking]
        self.stdout.write("\n".join(mended) if mended else "nothing to change")
