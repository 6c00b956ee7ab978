"""A gateway that fails again and again is passed over for a minute, so that nobody waits for it; then one may try it.

Kept in the database, where every process sees it: what Redis holds is not believed (docs/adr/0052).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from accounts.models import GatewayState

MOST_FAILURES = 3
SHUT_FOR = timedelta(minutes=1)


def admits(name: str, *, now: datetime) -> bool:
    """Whether the gateway may be asked; of those who come when its minute is over, one."""
    state = GatewayState.objects.filter(pk=name).first()
    if state is None or state.shut_until is None:
        return True
    # Further ahead than that is a clock that was set back since.
    if now < state.shut_until <= now + SHUT_FOR:
        return False
    mine = GatewayState.objects.filter(pk=name, shut_until=state.shut_until)
    return mine.update(shut_until=now + SHUT_FOR) == 1


def note_failure(name: str, *, reason: str, now: datetime) -> None:
    GatewayState.objects.get_or_create(pk=name, defaults={"failed_at": now, "reason": reason})
    state = GatewayState.objects.filter(pk=name)
    state.update(failures=F("failures") + 1, failed_at=now, reason=reason)
    state.filter(failures__gte=MOST_FAILURES).update(shut_until=now + SHUT_FOR)


def note_success(name: str) -> None:
    """Writes nothing where nothing had failed."""
    GatewayState.objects.filter(Q(failures__gt=0) | Q(shut_until__isnull=False), pk=name).update(
        failures=0, shut_until=None
    )


def failing(names: Sequence[str]) -> dict[str, GatewayState]:
    """Those that are passed over, or were and have sent nothing since."""
    return {state.name: state for state in GatewayState.objects.filter(pk__in=names, failures__gte=MOST_FAILURES)}
