"""The side of a client process: says `ready`, and answers each `go SECONDS` with `done COUNT SECONDS`.

Only the standard library, so that opponents speak it out of their own environment.
"""

import sys
from collections.abc import Callable
from time import perf_counter


def answer(step: Callable[[], int]) -> None:
    """Repeats `step`, which returns how many things it did, for as long as each line on standard input says."""
    print("ready", flush=True)
    for line in sys.stdin:
        _go, seconds = line.split()
        count, took = repeat(step, float(seconds))
        print("done", count, took, flush=True)


def repeat(step: Callable[[], int], seconds: float) -> tuple[int, float]:
    """How many things were done, and in how many seconds: the last step is finished and counted."""
    count, began = 0, perf_counter()
    while (took := perf_counter() - began) < seconds:
        count += step()
    return count, took
