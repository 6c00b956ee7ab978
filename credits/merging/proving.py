"""What this session has shown of the two accounts: its own by a fresh proof, the other by a code; for ten minutes."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from accounts import fresh_proofs, proofs
from accounts.models import User
from accounts.requests import citizen_of
from credits.merging.asking import FRESH, Proofs
from credits.merging.models import How
from credits.merging.refusals import NotProven

OTHER = "merging_other"


def remember(request: HttpRequest, other: User, how: How, *, now: datetime) -> None:
    """The other account was proven in this session; it gets another key, as at every step up."""
    request.session.cycle_key()
    request.session[OTHER] = {
        "account": other.pk,
        "how": how.value,
        "at": now.timestamp(),
        "by": citizen_of(request).pk,
    }


def forget(request: HttpRequest) -> None:
    request.session.pop(OTHER, None)


def other_account(request: HttpRequest, *, now: datetime) -> User | None:
    """The other account, while its proof counts."""
    shown = _shown(request, now)
    return User.objects.filter(pk=shown["account"], is_active=True).first() if shown else None


def both(request: HttpRequest, *, now: datetime) -> Proofs:
    """Both proofs with their times. Raises `NotProven`."""
    shown, own = _shown(request, now), _own(request, now)
    if shown is None or own is None:
        raise NotProven
    return {
        citizen_of(request).pk: own,
        shown["account"]: (How(shown["how"]), _moment(shown["at"], now)),
    }


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    shown: dict[str, Any] | None = request.session.get(OTHER)
    is_own = shown is not None and shown["by"] == citizen_of(request).pk
    return shown if shown and is_own and _is_recent(shown["at"], now) else None


def has_shown_number(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the account that is signed in was shown by its number or second factor, so that its number may go."""
    own = _own(request, now)
    return own is not None and own[0] != How.SIGNED_IN


def _own(request: HttpRequest, now: datetime) -> tuple[How, datetime] | None:
    """How and when the account that is signed in was shown last; nothing where that is not enough."""
    if not fresh_proofs.is_enough(request, now=now):
        return None
    if proofs.is_proven(request, now=now, within=proofs.FRESH):
        return How.FACTOR, _moment(request.session[proofs.PROOF]["at"], now)
    how = How.CODE if fresh_proofs.has_shown_phone(request, now=now) else How.SIGNED_IN
    return how, _moment(request.session[fresh_proofs.PROVEN_AT], now)


def _is_recent(moment_s: float, now: datetime) -> bool:
    return 0 <= now.timestamp() - moment_s < FRESH.total_seconds()


def _moment(moment_s: float, now: datetime) -> datetime:
    """Never after `now`, however the seconds were rounded."""
    return min(datetime.fromtimestamp(moment_s, now.tzinfo), now)
