"""The cache: on Redis, among keys of its own, and simply empty while Redis is away.

Only what can be counted anew is kept here, and each entry for a time that its writer names. An entry is signed, under
its own key, with the key of the portal: what somebody else wrote into Redis is not read.
"""

import hmac
import pickle
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import connection
from django.utils.crypto import salted_hmac
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

DIGEST_BYTES = 32
LONGEST_S = 7 * 24 * 60 * 60
"""Nothing is kept for ever, whatever is asked for: Redis does not fill, and what a restored backup undid goes."""


def key_of(key: str, prefix: str, version: int) -> str:
    """Two portals may share a Redis: what is kept is of one database."""
    return f"{_begins(prefix)}{version}:{key}"


def _begins(prefix: str) -> str:
    return f"{prefix}:{connection.settings_dict['NAME']}:"


class _AsItIs:
    def dumps(self, obj: Any) -> Any:
        return obj

    def loads(self, data: Any) -> Any:
        return data


class _Client(RedisCacheClient):
    """Who asks waits once: a page is not held up by a Redis that is away."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, serializer=_AsItIs, retry=Retry(NoBackoff(), 0), **options)

    def forget(self, begins: str) -> None:
        client = self.get_client(write=True)
        for key in client.scan_iter(match=f"{begins}*", count=1_000):
            client.delete(key)


class Cache(RedisCache):
    """Django's, of which reading and writing go on without Redis. `add`, by which others make locks and limits, raises:
    what Redis can lose is neither, and does not belong here.
    """

    # Through what is below, so that everything is signed.
    get_many, set_many, delete_many = BaseCache.get_many, BaseCache.set_many, BaseCache.delete_many
    has_key, incr = BaseCache.has_key, BaseCache.incr

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._cache = _Client([server], **params.get("OPTIONS", {}))

    def get_backend_timeout(self, timeout: float | None = DEFAULT_TIMEOUT) -> int:
        asked_s = super().get_backend_timeout(timeout)
        return LONGEST_S if asked_s is None else min(int(asked_s), LONGEST_S)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        sealed = None
        with suppress(RedisError):
            sealed = super().get(key, None, version)
        written = sealed and _opened(self.make_key(key, version), sealed)
        over_at, value = pickle.loads(written) if written else (0, None)  # noqa: S301, the portal's own
        return value if over_at > time.time() else default

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with suppress(RedisError):
            super().set(key, self._sealed(key, value, timeout, version), timeout, version)

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(super().add(key, self._sealed(key, value, timeout, version), timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        with suppress(RedisError):
            return bool(super().delete(key, version))
        return False

    def clear(self) -> None:
        """Of this database alone, and never the broker's."""
        with suppress(RedisError):
            self._cache.forget(_begins(self.key_prefix))

    def _sealed(self, key: str, value: Any, timeout: float | None, version: int | None) -> bytes:
        """With the moment at which it is over by the portal's clock, whatever Redis' own says."""
        written = pickle.dumps((time.time() + self.get_backend_timeout(timeout), value))
        return _digest(self.make_key(key, version), written) + written


def _opened(key: str, sealed: bytes) -> bytes | None:
    digest, written = sealed[:DIGEST_BYTES], sealed[DIGEST_BYTES:]
    return written if hmac.compare_digest(digest, _digest(key, written)) else None


def _digest(key: str, written: bytes) -> bytes:
    return salted_hmac(f"common.cache:{key}", written, secret=settings.SECRET_KEY, algorithm="sha256").digest()
