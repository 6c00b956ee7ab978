"""Sets the clock on the wall of a process of the portal by what a file says; the monotonic clock goes on as it is.

Python loads a module of this name by itself, in every process that has this folder in its path.
"""

import os
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

EVERY_S = 0.1
_travels: list[time_machine.travel] = []


def follow(file: Path) -> None:
    """Looks again and again by how many seconds the clock is wrong."""
    wrong_s = 0.0
    while True:
        with suppress(OSError, ValueError):
            said_s = float(file.read_text())
            if said_s != wrong_s:
                wrong_s = said_s
                set_wrong(wrong_s)
        time.sleep(EVERY_S)


def set_wrong(wrong_s: float) -> None:
    while _travels:
        _travels.pop().stop()
    if wrong_s:
        travel = time_machine.travel(datetime.now(UTC) + timedelta(seconds=wrong_s), tick=True)
        travel.start()
        _travels.append(travel)


def begin() -> None:
    threading.Thread(target=follow, args=(Path(os.environ["WRONG_CLOCK"]),), name="clock", daemon=True).start()


if "WRONG_CLOCK" in os.environ:
    begin()
    # A thread stays behind where a process forks.
    os.register_at_fork(after_in_child=begin)
