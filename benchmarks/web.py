"""The web process as `bin/serve` runs it, with the opponents' views mounted in it, and visitors of it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from json import dumps
from typing import Any

from benchmarks.bench import Bench
from benchmarks.clients import Clients
from benchmarks.visitor import Visitor
from chengdu_carbon import serving
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT

VISITORS = 8
SETTINGS = "benchmarks.plain.settings"
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Web:
    """The running process; who comes gets a connection of their own, and keeps it."""

    bench: Bench
    port: int
    pid: int
    """Of the process that keeps those that answer."""

    @contextmanager
    def visitors(self, place: str, each: Sequence[dict[str, Any]]) -> Iterator[Clients]:
        """A process for each of the arguments, which repeats the step of `MODULE:FUNCTION`; it is told the port."""
        words = [sys.executable, "-m", "benchmarks.visitor", place]
        commands = [[*words, dumps({"port": self.port, **arguments})] for arguments in each]
        with self.bench.together(commands, self.bench.environment) as clients:
            yield clients


@contextmanager
def served(bench: Bench) -> Iterator[Web]:
    """The opponents get their tables first."""
    migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "--run-syncdb", "--verbosity", "0"]
    environment = {**bench.as_owner, "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run(migrate, env=environment, stdin=subprocess.DEVNULL, check=True)
    port = _free_port()
    command = [sys.executable, *serving.web_command("127.0.0.1", port)]
    with bench.process(*command, DJANGO_SETTINGS_MODULE=SETTINGS) as process:
        _wait(port)
        yield Web(bench, port, process.pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    """Not for `/healthz`, which asks for a worker that nothing here needs."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(port):
        if time.monotonic() > deadline:
            raise ServiceError("the web process did not come up; see above")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    with suppress(OSError):
        Visitor(port, {}).get("/plain/page/")
        return True
    return False
