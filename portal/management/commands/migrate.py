"""`bin/manage migrate`: Django's, as the owner of the tables; then the portal's role gets its rights to them."""

from typing import Any

from django.core.management.commands import migrate

from common import table_rights
from common.grown_states import GrowingExecutor
from common.owner import as_owner, is_apart

# Django's command takes the executor that its module names, and has no other place to say which.
migrate.MigrationExecutor = GrowingExecutor  # type: ignore[attr-defined]


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
        if is_apart() and not options["plan"]:
            table_rights.bring_up_to_date()
