"""`bin/manage close_months`: draws up the statements of every month that is over, as the clock would."""

from typing import Any

from django.utils import timezone

from common.commands import PortalCommand
from merchants.settlement import closing

A_TIME = 100


class Command(PortalCommand):
    help = "Draws up the merchants' statements of all months that are over; run again, it does nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = done = closing.close_due(now=timezone.now(), limit=A_TIME)
        while done == A_TIME:
            done = closing.close_due(now=timezone.now(), limit=A_TIME)
            closed += done
        self.stdout.write(f"{closed} statements drawn up")
