"""How often something may be tried: each kind of try with its moments, in a table of ours, under digests.

`ACCOUNT_RATE_LIMITS` has the numbers, in allauth's words: `5/10m/key` is five in ten minutes for what the caller names,
`60/m/ip` for the visitor's address, `/net` for the network around it. In no stretch of that length are there more.
"""

import ipaddress
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from allauth.core.internal.ratelimit import Rate, parse_rates, truncate_ip
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Tries
from accounts.requests import address_of

NETWORK_BITS = {4: 24, 6: 48}


class TriedTooOften(Exception):
    """Refused: `per` is whose limit was reached (`key`, `ip`, `net`), `action` which."""

    def __init__(self, *, action: str, per: str, wait_s: int) -> None:
        super().__init__(action, per, wait_s)
        self.action, self.per, self.wait_s = action, per, wait_s


@dataclass(frozen=True)
class _Limit:
    """The rates of one action for one of those who try."""

    action: str
    per: str
    digest: str
    rates: tuple[Rate, ...]


def may_try(request: HttpRequest, *, action: str, key: str) -> bool:
    """Counts one more try, and whether it is within `ACCOUNT_RATE_LIMITS`; only unsafe requests count."""
    try:
        count_try(request, (action, key))
    except TriedTooOften:
        return False
    return True


def count_try(request: HttpRequest, *tries: tuple[str, str]) -> None:
    """Counts one try of each action with its key, or, where one of them is too often, none of them.

    Raises `TriedTooOften`. Only unsafe requests count.
    """
    if request.method in {"GET", "HEAD"}:
        return
    limits = [limit for action, key in tries for limit in _limits(request, action, key)]
    now = timezone.now().timestamp()
    refused = _count(limits, now)
    if refused is not None:
        raise TriedTooOften(action=refused.action, per=refused.per, wait_s=_wait_s(refused, now))


def forget_old_counters(*, now: datetime, limit: int) -> int:
    """Delete at most `limit` rows whose last try counts no more, and return how many."""
    over = Tries.objects.filter(over_at__lt=now).order_by("over_at")[:limit]
    return Tries.objects.filter(pk__in=over.values("pk")).delete()[0]


def _limits(request: HttpRequest, action: str, key: str) -> Iterator[_Limit]:
    by_whom: dict[str, list[Rate]] = defaultdict(list)
    for rate in parse_rates(settings.ACCOUNT_RATE_LIMITS[action]):
        by_whom[rate.per].append(rate)
    for per, rates in by_whom.items():
        name = key if per == "key" else _place(address_of(request) or "", per)
        yield _Limit(action, per, sha256(f"{action}:{per}:{name}".encode()).hexdigest(), tuple(rates))


def _place(address: str, per: str) -> str:
    """An address of IPv6 is as good as the whole network of one household."""
    if per == "ip":
        return truncate_ip(address)
    try:
        bits = NETWORK_BITS[ipaddress.ip_address(address).version]
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


# A try of the future was written before the clock was set back: it is taken as one of now, so that it neither stands
# in the way until the clock has caught up nor is forgotten.
_COUNT = """
    INSERT INTO accounts_tries AS kept (digest, tried_at, over_at) VALUES (%(digest)s, ARRAY[%(now)s], %(over_at)s)
    ON CONFLICT (digest) DO UPDATE SET over_at = EXCLUDED.over_at, tried_at = %(now)s || ARRAY(
        SELECT least(moment, %(now)s) FROM unnest(kept.tried_at) AS moment WHERE moment > %(now)s - %(longest)s)
    WHERE NOT EXISTS (
        SELECT FROM unnest(%(amounts)s, %(durations)s) AS rate (amount, seconds)
        WHERE amount <= (SELECT count(*) FROM unnest(kept.tried_at) AS moment WHERE moment > %(now)s - seconds))
    RETURNING digest
"""
_CATCH = """
    UPDATE accounts_tries SET over_at = %(over_at)s,
        tried_at = ARRAY(SELECT least(moment, %(now)s) FROM unnest(tried_at) AS moment)
    WHERE digest = %(digest)s AND %(now)s < ANY (tried_at)
"""


def _count(limits: list[_Limit], now: float) -> _Limit | None:
    """Writes a try of each; where one is refused, returns it and has written none."""
    # In one order, so that two that try at once wait for each other and not in a circle.
    with transaction.atomic(), connection.cursor() as cursor:
        for limit in sorted(limits, key=lambda limit: limit.digest):
            cursor.execute(_COUNT, _values(limit, now))
            if cursor.fetchone() is None:
                transaction.set_rollback(True)
                return limit
    return None


def _wait_s(refused: _Limit, now: float) -> int:
    """Whole seconds until the refused try would be counted, at the least one."""
    with connection.cursor() as cursor:
        cursor.execute(_CATCH, _values(refused, now))
    kept = Tries.objects.filter(digest=refused.digest).values_list("tried_at", flat=True).first() or []
    waits = [_free_at(sorted(kept, reverse=True), rate) - now for rate in refused.rates]
    return max(1, math.ceil(max(waits)))


def _free_at(newest_first: list[float], rate: Rate) -> float:
    """The moment from which on one more is within the rate."""
    return newest_first[rate.amount - 1] + rate.duration if len(newest_first) >= rate.amount else -math.inf


def _values(limit: _Limit, now: float) -> dict[str, Any]:
    longest = max(float(rate.duration) for rate in limit.rates)
    return {
        "digest": limit.digest,
        "now": now,
        "longest": longest,
        "over_at": datetime.fromtimestamp(now, UTC) + timedelta(seconds=longest),
        "amounts": [rate.amount for rate in limit.rates],
        "durations": [float(rate.duration) for rate in limit.rates],
    }
