"""`bin/manage seal_days`: seals every day that is due now, as the job does by itself at 01:00."""

from typing import Any

from django.utils import timezone

from common.commands import PortalCommand
from seals import sealing


class Command(PortalCommand):
    help = "Seals each day that is over and not sealed yet, the oldest first."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = 0
        while (day := sealing.due_day(timezone.now())) is not None:
            closed = sealing.close(day, now=timezone.now())
            sealing.wait_until_settled(closed)
            done = sealing.seal(closed, now=timezone.now(), progress=self._tell)
            self.stdout.write(f"{day}: {done.rows:,} rows, root {done.root}")
            sealed += 1
        self.stdout.write(f"{sealed} days sealed")

    def _tell(self, source: str, rows: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"{source}: {rows:,}\r", ending="")
