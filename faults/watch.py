"""Asks `/healthz` all the while, and says when it told of trouble and when it was well again."""

import threading
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from faults.visitor import Visitor

EVERY_S = 0.5
ANSWERS_WITHIN_S = 5.0


class Answer(NamedTuple):
    """When, by the monotonic clock, it was asked for and came, and what was not well."""

    asked_at: float
    came_at: float
    wrong: str


@dataclass(slots=True)
class Watch:
    port: int
    answers: list[Answer] = field(default_factory=list)
    going: bool = True

    def start(self) -> None:
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def stop(self) -> None:
        self.going = False

    def told_after(self, moment: float) -> tuple[float, str] | None:
        """After how many seconds trouble was first told of, and which; `None` if it was not yet."""
        told = ((answer.came_at - moment, answer.wrong) for answer in self._asked_after(moment) if answer.wrong)
        return next(told, None)

    def well_after(self, moment: float) -> float | None:
        """After how many seconds all was first said to be well; `None` if it was not yet."""
        return next((answer.came_at - moment for answer in self._asked_after(moment) if not answer.wrong), None)

    def _asked_after(self, moment: float) -> list[Answer]:
        return [answer for answer in list(self.answers) if answer.asked_at >= moment]

    def _look(self) -> None:
        visitor = Visitor(self.port, patience_s=ANSWERS_WITHIN_S)
        while self.going:
            asked_at = time.monotonic()
            wrong = visitor.health()
            self.answers.append(Answer(asked_at, time.monotonic(), wrong))
            time.sleep(max(0.0, EVERY_S - (time.monotonic() - asked_at)))
