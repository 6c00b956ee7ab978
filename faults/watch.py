"""Asks `/healthz` all the while, and says when it told of trouble and when it was well again."""

import threading
import time
from dataclasses import dataclass, field

from faults.visitor import Visitor

EVERY_S = 0.5
ANSWERS_WITHIN_S = 5.0


@dataclass(slots=True)
class Watch:
    """What was not well at each moment, by the monotonic clock, at which it was asked."""

    port: int
    answers: list[tuple[float, str]] = field(default_factory=list)
    going: bool = True

    def start(self) -> None:
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def stop(self) -> None:
        self.going = False

    def told_after(self, moment: float) -> tuple[float, str] | None:
        """When, in seconds after it, trouble was first told of, and which; `None` if it was not yet."""
        told = ((asked_at - moment, wrong) for asked_at, wrong in list(self.answers) if asked_at >= moment and wrong)
        return next(told, None)

    def is_well_since(self, moment: float) -> bool:
        """Whether it was asked after the moment and says that all is well."""
        return bool(self.answers) and self.answers[-1][0] > moment and not self.answers[-1][1]

    def _look(self) -> None:
        visitor = Visitor(self.port, patience_s=ANSWERS_WITHIN_S)
        while self.going:
            asked_at = time.monotonic()
            self.answers.append((asked_at, visitor.health()))
            time.sleep(max(0.0, EVERY_S - (time.monotonic() - asked_at)))
