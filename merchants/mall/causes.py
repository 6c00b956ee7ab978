"""What causes were given, for everyone to see."""

from django.core.cache import cache

from common.few import FEWEST
from credits import statements
from merchants.models import Cause

FRESH_FOR_S = 60


def raised(cause: Cause) -> int:
    """Credits given to a cause, at least, and at most a minute old: each look tells of five more givers, or of none."""
    key = f"merchants:raised:{cause.public_id}"
    known: int | None = cache.get(key)
    if known is None:
        known = statements.given_to(cause.public_id, in_groups_of=FEWEST)
        cache.set(key, known, FRESH_FOR_S)
    return known
