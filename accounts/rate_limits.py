"""How often something may be tried: counters in the cache's table, which names addresses and digests."""

from datetime import datetime

from allauth.core import ratelimit
from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def may_try(request: HttpRequest, *, action: str, key: str) -> bool:
    """Counts one more try, and whether it is within `ACCOUNT_RATE_LIMITS`; only unsafe requests count."""
    return bool(ratelimit.consume(request, action=action, key=key))


def forget_old_counters(*, now: datetime, limit: int) -> int:
    """Delete at most `limit` rows that have expired and return how many. The cache culls only when it is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s)",  # noqa: S608
            [now, limit],
        )
        return cursor.rowcount
