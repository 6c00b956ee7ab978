"""`bin/manage createcachetable`: Django's, as the owner of the tables; then the portal's role gets its rights to it."""

from typing import Any

from django.core.management.commands import createcachetable

from common import table_rights
from common.owner import as_owner, is_apart


class Command(createcachetable.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
        if is_apart() and not options["dry_run"]:
            table_rights.bring_up_to_date()
