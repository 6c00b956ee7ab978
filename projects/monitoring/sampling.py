"""Which lines a verifier looks at: drawn by a seed, so that anybody can draw them again."""

import secrets
from datetime import datetime
from hashlib import sha256
from math import isqrt

from django.db import transaction

from accounts.models import User
from projects.models import MonitoringReport, ReportStatus, ReportStepKind, ReportVersion, Sample
from projects.monitoring.deeds import VERIFIES, check_verifier, locked, step, submitted
from projects.refusals import SampleDrawn, SampleTooSmall

LEAST = 5
"""Or all lines, where there are fewer. A proposal: no source of the scheme says how many."""
SEED_BYTES = 8


def proposed(lines: int) -> int:
    """How many lines of so many are looked at unless the verifier says more: the root, at least `LEAST`."""
    root = isqrt(lines)
    return min(lines, max(LEAST, root + (root * root < lines)))


def drawn(seed: str, numbers: list[int], size: int) -> list[int]:
    """The lines that a seed draws: those whose SHA-256 of `seed:number` comes first."""
    return sorted(sorted(numbers, key=lambda nth: sha256(f"{seed}:{nth}".encode()).hexdigest())[:size])


def lines_of(sample: Sample) -> list[int]:
    """The numbers of its lines."""
    numbers = list(sample.version.lines.order_by("nth").values_list("nth", flat=True))
    return drawn(sample.seed, numbers, sample.size)


@transaction.atomic
def draw(*, report: MonitoringReport, size: int, by: User, now: datetime) -> Sample:
    """Draws the sample of the version that was submitted last, once: nobody draws until the lines are the right ones.

    Raises `ReportStands`, `NotYourPart`, `OnBothSides`, `SampleDrawn`, `SampleTooSmall`.
    """
    found = locked(report, ReportStatus.SUBMITTED)
    check_verifier(found, by, *VERIFIES)
    version = submitted(found)
    assert version is not None
    _check(version, size)
    sample = Sample.objects.create(version=version, seed=secrets.token_hex(SEED_BYTES), size=size, by=by, drawn_at=now)
    step(found, ReportStepKind.SAMPLED, by=by, now=now, version=version)
    return sample


def _check(version: ReportVersion, size: int) -> None:
    if Sample.objects.filter(version=version).exists():
        raise SampleDrawn
    most = version.lines.count()
    if not proposed(most) <= size <= most:
        raise SampleTooSmall(least=proposed(most), most=most)
