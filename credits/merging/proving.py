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
    shown, own_at = _shown(request, now), _own_at(request, now)
    if shown is None or own_at is None:
        raise NotProven
    return {
        citizen_of(request).pk: (How.SIGNED_IN, own_at),
        shown["account"]: (How(shown["how"]), _moment(shown["at"], now)),
    }


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    shown: dict[str, Any] | None = request.session.get(OTHER)
    is_own = shown is not None and shown["by"] == citizen_of(request).pk
    return shown if shown and is_own and _is_recent(shown["at"], now) else None


def _own_at(request: HttpRequest, now: datetime) -> datetime | None:
    """When the account that is signed in was shown last, by its number or its second factor."""
    if not fresh_proofs.is_fresh(request, now=now):
        return None
    factor = request.session.get(proofs.PROOF) or {}
    moments = [request.session.get(fresh_proofs.PROVEN_AT), factor.get("at")]
    recent = [moment for moment in moments if moment is not None and _is_recent(moment, now)]
    return _moment(max(recent), now) if recent else None


def _is_recent(moment_s: float, now: datetime) -> bool:
    return 0 <= now.timestamp() - moment_s < FRESH.total_seconds()


def _moment(moment_s: float, now: datetime) -> datetime:
    """Never after `now`, however the seconds were rounded."""
    return min(datetime.fromtimestamp(moment_s, now.tzinfo), now)
