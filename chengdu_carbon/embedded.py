"""The embedded PostgreSQL and Redis: started once and shared by all commands of a folder.

Whoever uses them holds a shared lock on `run/users.lock`; the first one in starts the servers, the last one out stops
them. Starting and stopping are serialised by `run/start.lock`. The servers are detached from whoever started them, so
a killed command leaves them running and the next one attaches.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chengdu_carbon.folders import make_folder, open_lock, own_folder, socket_folder
from chengdu_carbon.servers import PostgresServer, RedisServer, Server
from chengdu_carbon.service_account import service_account
from chengdu_carbon.service_error import ServiceError

OWNER_URL = "DATABASE_OWNER_URL"
"""Names the role that owns the tables; servers of somebody else may have one role for everything."""


@contextmanager
def services(
    data_dir: Path, *, durable: bool = True, environ: Mapping[str, str] = os.environ
) -> Iterator["EmbeddedServices | GivenServices"]:
    """The database and the broker for the time of the block; `.urls` gives their addresses.

    That is DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL. Nothing is started when the environment names the first and
    the last. Raises ServiceError.
    """
    given = given_urls(environ)
    if given:
        yield GivenServices(given)
        return
    embedded = EmbeddedServices(data_dir.resolve(), durable=durable)
    embedded.enter()
    try:
        yield embedded
    finally:
        embedded.leave()


class GivenServices:
    """Servers that run elsewhere: nothing to start, nothing to watch."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls

    def revive(self) -> list[str]:
        return []


class EmbeddedServices:
    """The two servers of one data folder, shared with the other commands that use the same folder."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.run_dir = data_dir / "run"
        account = service_account(data_dir / "postgres")
        make_folder(data_dir, mode=0o711)
        own_folder(self.run_dir, account)
        sockets = socket_folder(self.run_dir, account)
        self.postgres = PostgresServer(data_dir / "postgres", sockets=sockets, account=account, durable=durable)
        self.redis = RedisServer(sockets, account=account, log=data_dir / "redis.log")
        self.urls = {"DATABASE_URL": self.postgres.url, OWNER_URL: self.postgres.owner_url, "REDIS_URL": self.redis.url}
        self.users: IO[str] | None = None

    def enter(self) -> None:
        with self._starting():
            self.users = open_lock(self.run_dir / "users.lock")
            fcntl.flock(self.users, fcntl.LOCK_SH)
            try:
                self.postgres.start()
                self.redis.start()
            except BaseException:
                self._stop_if_unused()
                raise

    def leave(self) -> None:
        with self._starting():
            self._stop_if_unused()

    def revive(self) -> list[str]:
        """Start again what has died; the names of what was started. A server that is only slow is left alone."""
        dead: list[Server] = [server for server in (self.postgres, self.redis) if not server.pid]
        if dead:
            with self._starting():
                for server in dead:
                    server.start()
        return [server.name for server in dead]

    def kill(self) -> None:
        """End both at once, whoever uses them: for a data folder that is about to be deleted."""
        with self._starting():
            self.redis.kill()
            self.postgres.kill()

    def _stop_if_unused(self) -> None:
        if self.users is None:
            return
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self.redis.stop()
            self.postgres.stop()
        finally:
            self.users.close()
            self.users = None

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with open_lock(self.run_dir / "start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def given_urls(environ: Mapping[str, str]) -> dict[str, str]:
    """The addresses of servers that somebody else runs; empty when the embedded ones are to be used."""
    urls = {name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)}
    if len(urls) == 1:
        (only,) = urls
        raise ServiceError(f"only {only} is set; set both DATABASE_URL and REDIS_URL, or neither for the embedded ones")
    if not environ.get(OWNER_URL):
        return urls
    if not urls:
        raise ServiceError(
            f"only {OWNER_URL} is set; set DATABASE_URL and REDIS_URL too, or none for the embedded ones"
        )
    return urls | {OWNER_URL: environ[OWNER_URL]}
