"""`bin/manage flush`: Django's, as the owner of the tables, for nobody else may empty one."""

from typing import Any

from django.core.management.commands import flush

from common.owner import as_owner


class Command(flush.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
