"""How each platform answers us: what fails is noted for all processes, and told by health.

By platform and by the door that asked it, which have keys of their own. Nothing is passed over: a visitor who is told
that a platform is away chooses another way.
"""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from platforms.models import Platform, PlatformState

MOST_FAILURES = 3
TOLD_FOR = timedelta(days=1)
"""What nobody has met for so long, nobody knows of any more."""
PAGE, MINI_PROGRAM = "page", "mini_program"


def note_failure(platform: Platform, door: str, *, reason: str) -> None:
    """`reason`: a code of the platform's or a word of ours, nothing of who came."""
    now, told = timezone.now(), reason[: PlatformState.LONGEST_REASON]
    PlatformState.objects.get_or_create(platform=platform, door=door, defaults={"failed_at": now})
    row = PlatformState.objects.filter(platform=platform, door=door)
    row.update(failures=F("failures") + 1, failed_at=now, reason=told)


def note_success(platform: Platform, door: str) -> None:
    """Writes nothing where nothing had failed."""
    PlatformState.objects.filter(platform=platform, door=door, failures__gt=0).update(failures=0)


def failing(*, now: datetime) -> list[PlatformState]:
    """Those that have failed so often in a row, of late."""
    met = PlatformState.objects.filter(failures__gte=MOST_FAILURES, failed_at__gt=now - TOLD_FOR)
    return list(met.order_by("platform", "door"))
