"""The counters behind the rate limits of signing in: rows of the cache's table, which names addresses and digests."""

from datetime import datetime

from django.conf import settings
from django.db import connection


def forget_old_counters(*, now: datetime, limit: int) -> int:
    """Delete at most `limit` rows that have expired and return how many. The cache culls only when it is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table} WHERE expires < %s LIMIT %s)",  # noqa: S608
            [now, limit],
        )
        return cursor.rowcount
