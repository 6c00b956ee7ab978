"""What causes were given, for everyone to see."""

from django.core.cache import cache
from django.db import transaction

from credits import statements
from merchants.models import Cause

FRESH_FOR_S = 60


def raised(cause: Cause) -> int:
    """Credits given to a cause, at most a minute old; whoever has just given finds their own among them."""
    known: int | None = cache.get(_key(cause.public_id))
    if known is None:
        known = statements.given_to(cause.public_id)
        cache.set(_key(cause.public_id), known, FRESH_FOR_S)
    return known


def count_anew(cause: str) -> None:
    """Forgets the sum of a cause, known by its public id, once the open transaction has committed."""
    transaction.on_commit(lambda: cache.delete(_key(cause)))


def _key(cause: str) -> str:
    return f"merchants:raised:{cause}"
