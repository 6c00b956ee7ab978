"""Who came from a platform and is nobody's yet: kept in the visitor's session until they have proven their number.

Linked is only by the page whose address was given together with it, so that an account that somebody has left at a
shared computer does not become that of the next who signs in there.
"""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from platforms.identities import Identity
from platforms.linking import Outcome
from platforms.models import Platform

HELD, WHICH, OUTCOME = "platform_held", "which", "outcome"
LASTS_S = 15 * 60
"""A code to the number and one that is sent again fit into it."""


def keep(request: HttpRequest, identity: Identity, *, then: str, now: datetime) -> str:
    """Keeps it, and returns the address that links it once its owner is signed in; from there on to `then`."""
    which = secrets.token_urlsafe(16)
    request.session[HELD] = {**asdict(identity), "which": which, "at": now.timestamp()}
    return f"{reverse('platforms:link_held')}?{urlencode({WHICH: which, **({NEXT: then} if then else {})})}"


def awaited(request: HttpRequest, address: str, *, now: datetime) -> Identity | None:
    """Who is linked by going on to `address`; `None` where that is another page, or it is too late, or was done."""
    held = request.session.get(HELD)
    if held is None or OUTCOME in held or not address.startswith(f"{reverse('platforms:link_held')}?"):
        return None
    return _identity(held, now) if f"{WHICH}={held['which']}" in address else None


def end(request: HttpRequest, *, outcome: Outcome) -> None:
    """Nobody is held any more; what came of it is kept for the page that tells it."""
    which = request.session[HELD][WHICH]
    request.session[HELD] = {WHICH: which, OUTCOME: outcome}


def take(request: HttpRequest, *, now: datetime) -> Identity | Outcome | None:
    """Who is held under what this request names, or what came of it; afterwards nobody is."""
    held = request.session.get(HELD)
    if held is None or not secrets.compare_digest(held[WHICH], request.GET.get(WHICH, "")):
        return None
    del request.session[HELD]
    return Outcome(*held[OUTCOME]) if OUTCOME in held else _identity(held, now)


def _identity(held: dict[str, Any], now: datetime) -> Identity | None:
    if not 0 <= now.timestamp() - held["at"] <= LASTS_S:
        return None
    told = {name: value for name, value in held.items() if name not in {"which", "at"}}
    return Identity(**{**told, "platform": Platform(held["platform"])})
