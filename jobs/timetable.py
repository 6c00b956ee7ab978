"""What is to be done again and again: each app brings its jobs in its `jobs.py`, as a list called `JOBS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from common.brought import brought

Facts = Mapping[str, int | str]
A_MOMENT = timedelta(seconds=15)
"""What a run in the lane of the clock may take: one whose end nobody could write down is not waited for any longer."""


class Lane(StrEnum):
    """The queue in which a job's message waits: what is done in a moment does not wait behind what takes long."""

    CLOCK = "clock"
    WORK = "celery"


@dataclass(frozen=True, slots=True)
class Did:
    """What a run has to say: facts for the desk, and whether it left work that it could have gone on with."""

    facts: Facts
    more: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """`work` is bounded and may be done twice at once; it asks the clock itself and returns what it did."""

    name: str
    work: Callable[[], Did]
    every: timedelta
    title: Any = ""
    """What it does, in its reader's words; without them it goes by its name."""
    within: timedelta = timedelta(minutes=2)
    """After so long without a word a run is lost, and another may take its place."""
    lane: Lane = Lane.WORK


@cache
def every_job() -> Mapping[str, Job]:
    """All jobs by their names, out of the apps that the root lists."""
    jobs = [job for module in brought("jobs") for job in getattr(module, "JOBS", [])]
    names = {job.name: job for job in jobs}
    assert len(names) == len(jobs), "two jobs have one name"
    return names
