"""`bin/manage load_roles`: makes the roles of staff that are missing; run at each set-up."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.desk import roles


class Command(BaseCommand):
    help = "Makes the groups of staff that are missing, each with the rights of its office."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.load()
