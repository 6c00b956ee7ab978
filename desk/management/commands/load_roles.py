"""`bin/manage load_roles`: makes the roles of staff that are missing; run at each set-up."""

from typing import Any

from common.commands import PortalCommand
from desk import roles


class Command(PortalCommand):
    help = "Makes the groups of staff that are missing, each with the rights of its office."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.load()
