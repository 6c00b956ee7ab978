"""A whole portal of the drill's own: servers, links, web, worker, scheduler; and a way past the links for the drill."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2

from chengdu_carbon import serving
from chengdu_carbon.embedded import OWNER_URL
from chengdu_carbon.folders import make_folder, own_folder, socket_folder
from chengdu_carbon.servers import DATABASE, ROLE, RUNTIME_ROLE, RedisServer
from chengdu_carbon.service_account import service_account
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT
from faults import cast, failover
from faults.cast import Cast
from faults.clock import WrongClock
from faults.failover import Replicated, socket_of
from faults.links import Link, Wires
from faults.parts import FreezableServer, Part
from faults.processes import Process
from faults.small_disk import SmallDisk
from faults.visitor import Visitor

COMES_UP_WITHIN_S = 90.0
COMMANDS: dict[str, Callable[[int], list[str]]] = {
    "web": lambda port: serving.web_command("127.0.0.1", port),
    "worker": lambda _port: serving.worker_command(),
    "scheduler": lambda _port: serving.beat_command(),
}


class Stage:
    """Everything lies in `folder`; each process has links of its own to both servers.

    What some cells need is there from the start: a clock that can be set, a disk of the database's that can be filled.
    """

    def __init__(self, folder: Path, *, with_clock: bool = False, with_small_disk: bool = False) -> None:
        self.folder = folder
        make_folder(folder, mode=0o711)
        account = service_account(folder / "postgres")
        self.clock = WrongClock(folder) if with_clock else None
        self.disk = SmallDisk(folder / "disk") if with_small_disk else None
        if self.disk:
            self.disk.mount()
        self.postgres = Replicated(self.disk.folder if self.disk else folder / "first", account)
        sockets = socket_folder(own_folder(folder / "run", account), account)
        self.redis = RedisServer(sockets, account=account, log=folder / "redis.log")
        self.wires = Wires()
        self.port = free_port()
        self.to_database: dict[str, Link] = {}
        self.to_broker: dict[str, Link] = {}
        self.numbers = count(1)
        self.processes: dict[str, Process] = {}

    def start(self) -> None:
        """Returns when everything works. Raises ServiceError."""
        self.postgres.start()
        self.redis.start()
        self.past_links = production(self.folder, {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url})
        as_owner = self.past_links | {OWNER_URL: self.postgres.owner_url}
        run([str(ROOT / "bin" / "prepare.py")], as_owner, "the database cannot be prepared")
        if self.clock:
            with self.database() as cursor:
                self.clock.hang_up(cursor)
        self.processes = {name: self._process(name) for name in COMMANDS}
        database = Part(FreezableServer(self.postgres), list(self.to_database.values()))
        broker = Part(FreezableServer(self.redis), list(self.to_broker.values()))
        linked = {name: Part(process, self._links(name)) for name, process in self.processes.items()}
        self.parts = {"postgres": database, "redis": broker, **linked}
        for process in self.processes.values():
            process.start()
        self.wait(lambda: not self.visitor().health(), "the portal does not come up")

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
        self.redis.kill()
        self.postgres.kill()
        self.wires.close()
        if self.disk:
            self.disk.unmount()

    def people(self, number: int) -> Cast:
        """A cast with so many who earn and as many who spend. Raises ServiceError."""
        return cast.read(run(["-m", "faults.cast", str(number)], self.past_links, "there are no people"))

    def audit(self) -> str:
        """What the audit says of the books, each citizen reckoned anew. Raises ServiceError where they are wrong."""
        everybody = ["--citizens", str(10**9)]
        return run(["manage.py", "audit_ledger", *everybody], self.past_links, "the audit disputes the books").strip()

    def visitor(self, *, patience_s: float = 5.0) -> Visitor:
        return Visitor(self.port, patience_s=patience_s)

    @contextmanager
    def database(self) -> Iterator[Any]:
        """A cursor past the links, each statement a transaction of its own."""
        connection = psycopg2.connect(host=str(self.postgres.sockets), user=ROLE, dbname=DATABASE)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def wait(self, condition: Callable[[], bool], trouble: str, seconds: float = COMES_UP_WITHIN_S) -> None:
        """Raises ServiceError when it does not come true."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise ServiceError(f"{trouble} within {seconds:.0f} s; the logs are in {self.folder}")
            time.sleep(0.05)

    def set_clock_wrong(self, by_s: float) -> None:
        """At once, for everybody; and what was said before goes unheard, so that only the clock can find work."""
        assert self.clock
        with self.database() as cursor:
            self.clock.set_wrong(cursor, by_s)
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.redis.socket))
            client.sendall(b"DEL celery clock\r\n")
            client.recv(64)

    def fill_disk(self) -> None:
        assert self.disk
        self.disk.fill()

    def empty_disk(self) -> None:
        """A database that could not bear it is started again, as `bin/serve` would."""
        assert self.disk
        self.disk.empty()
        if not self.postgres.answers():
            self.postgres.kill()
        self.postgres.start()

    def stand_in(self, name: str) -> Callable[[], None]:
        """Makes another server ready beside the one of that name; what is returned puts it in its place."""
        folder = self.folder / f"{name}-{next(self.numbers)}"
        if name == "postgres":
            other = failover.standby_of(self.postgres, folder)
            return lambda: self._replace_postgres(other)
        broker = failover.other_broker(self.redis, folder)
        return lambda: self._replace_redis(broker)

    def _replace_postgres(self, other: Replicated) -> None:
        self.postgres.kill()
        failover.promote(other)
        self.postgres = other
        self._lead("postgres", other, self.to_database)

    def _replace_redis(self, other: RedisServer) -> None:
        self.redis.kill()
        self.redis = other
        self._lead("redis", other, self.to_broker)

    def _lead(self, name: str, server: Replicated | RedisServer, links: Mapping[str, Link]) -> None:
        self.parts[name].runs = FreezableServer(server)
        for link in links.values():
            link.lead_to(socket_of(server))

    def _links(self, name: str) -> list[Link]:
        return [self.to_database[name], self.to_broker[name]]

    def _process(self, name: str) -> Process:
        database = self.to_database[name] = self.wires.link(socket_of(self.postgres))
        broker = self.to_broker[name] = self.wires.link(socket_of(self.redis))
        urls = {
            "DATABASE_URL": f"postgres://{RUNTIME_ROLE}@127.0.0.1:{database.port}/{DATABASE}?application_name={name}",
            "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
        }
        environment = {**self.past_links, **urls, **(self.clock.environment if self.clock else {})}
        return Process(name, COMMANDS[name](self.port), environment, self.folder / f"{name}.log")


def production(folder: Path, urls: Mapping[str, str]) -> dict[str, str]:
    """What a process of the portal sees in production."""
    make_folder(folder, mode=0o711)
    own = {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "chengdu_carbon.settings", "LOG_LEVEL": "WARNING"}
    own |= {"IDLE_IN_TRANSACTION_S": "10", "PORTAL_REHEARSAL": "1"}
    return {**serving.portal_environment(folder, dict(urls)), **own}


def run(words: list[str], environment: Mapping[str, str], trouble: str) -> str:
    """What a process of the portal prints. Raises ServiceError."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServiceError(f"{trouble}: {(done.stdout + done.stderr).strip()[-1000:]}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
