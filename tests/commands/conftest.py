"""What the tests of the commands share: an environment of their own, short data folders, a running bin/serve."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chengdu_carbon.embedded import EmbeddedServices
from chengdu_carbon.servers import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
OURS = {
    *(
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_RUNTIME_URL",
        "REDIS_URL",
        "DEBUG",
        "SECRET_KEY",
        "PORTAL_DATA",
        "ALLOWED_HOSTS",
        "PORTAL_REHEARSAL",
    ),
    # Set where tests drive a browser, for as long as their process lives.
    "DJANGO_ALLOW_ASYNC_UNSAFE",
}


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for one portal; what still runs in it afterwards is ended."""
    folder = tmp_path_factory.mktemp("d")
    yield folder
    if (folder / "run").exists():
        EmbeddedServices(folder).kill()


@pytest.fixture
def server(data_dir: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL of the test's own, with an empty database."""
    server = PostgresServer(data_dir / "postgres", sockets=data_dir / "sockets", durable=False)
    server.start()
    yield server
    server.stop()


@dataclass
class Serve:
    """A bin/serve as somebody at a terminal would start it."""

    data_dir: Path
    port: int
    process: Any = None
    extra: dict[str, str] = field(default_factory=dict)
    """What stands in its environment besides."""

    def start(self, *further: str) -> "Serve":
        words = [sys.executable, str(ROOT / "bin" / "serve"), "--port", str(self.port), "--data", str(self.data_dir)]
        self.log = self.data_dir / "terminal.log"
        with self.log.open("wb") as terminal:
            self.process = subprocess.Popen(
                [*words, *further], env=bare_environment() | self.extra, stdout=terminal, stderr=terminal
            )
        return self

    def started(self) -> "Serve":
        deadline = time.monotonic() + 180
        while "Ctrl-C" not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)
        return self

    def output(self) -> str:
        return self.log.read_text()

    def ends(self) -> int:
        return self.process.wait(90)

    def page(self) -> str:
        """What a visitor sees first."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=30) as answer:
            return str(answer.read(), "utf-8")

    def health(self) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Serve]:
    serve = Serve(data_dir, free_port())
    yield serve
    if serve.process and serve.process.poll() is None:
        serve.process.send_signal(signal.SIGTERM)
        serve.process.wait(90)


def bare_environment() -> dict[str, str]:
    """The environment without what bin/test has put into it; demonstrations have a short past."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {"DEMO_DAYS": "2"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def processes_of(data_dir: Path) -> list[str]:
    """Every process, servers included, that has the data folder among its words or in its environment."""
    lines = [f"{words(entry, 'cmdline')} {words(entry, 'environ')}" for entry in Path("/proc").glob("[0-9]*")]
    return [line for line in lines if f"{data_dir}/" in line or f"={data_dir} " in line]


def words(process: Path, kind: str) -> str:
    try:
        return (process / kind).read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
