"""Processes that tests start, and end by their own ids."""

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from django.db import connection
from django.utils import timezone

from common.city_time import CITY_ZONE
from jobs.models import Run
from seals.jobs import JOBS

ROOT = Path(__file__).parent.parent


def test_database_url() -> str:
    """The address of the database in which the tests run."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    folder, _slash, _name = parts.path.rpartition("/")
    return urlunsplit(parts._replace(path=f"{folder}/{connection.settings_dict['NAME']}"))


test_database_url.__test__ = False


class Process:
    """A program on the test's database; `kill` is SIGKILL to it and to its children, at once."""

    name: str
    ready: str

    def __init__(self, folder: Path, redis_url: str | None = None, database_url: str | None = None) -> None:
        self.folder = folder
        self.log = folder / f"{self.name}.log"
        self.redis_url = redis_url or os.environ["REDIS_URL"]
        self.database_url = database_url or test_database_url()

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        self.process = self.launch()
        wait_until(self.is_ready, f"{self.name} is ready", 180)

    def launch(self) -> "subprocess.Popen[bytes] | Fork":
        environment = {**os.environ, "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *self.command()],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return self.ready in self.log.read_text()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


class Worker(Process):
    """A Celery worker with its Beat."""

    name = "worker"
    ready = " ready."

    def start(self) -> None:
        seal_nothing_meanwhile()
        super().start()

    def command(self) -> list[str]:
        as_served = ["--concurrency=2", "--without-gossip", "--without-mingle"]
        return ["celery", "-A", "chengdu_carbon", "worker", "--beat", *as_served, "--loglevel=INFO"]


def seal_nothing_meanwhile() -> None:
    """Tests play on days that are long over, and into a sealed day nothing is written."""
    [job] = JOBS
    Run.objects.get_or_create(job=job.name, started_at=None, defaults={"due_at": timezone.now() + job.every})


class Scheduler(Process):
    """A Beat alone; any number of them may run."""

    name = "scheduler"
    ready = "beat: Starting"

    def command(self) -> list[str]:
        return ["celery", "-A", "chengdu_carbon", "beat", "--loglevel=INFO"]


class ForkedWorker(Worker):
    """The same worker on the tests' broker, there in a moment: a fork of a process that has loaded the portal."""

    def launch(self) -> "Fork":
        self.log.write_bytes(b"")
        return Fork(work, self.command()[3:], self.log, connection.settings_dict["NAME"])


class Fork:
    """A function in a process of its own, as far as it is like a Popen."""

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.loaded_portal"])

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        self.process = self.context.Process(target=target, args=arguments, daemon=True)
        self.process.start()
        self.pid = self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> None:
        self.process.join(timeout)
        if self.process.is_alive():
            raise subprocess.TimeoutExpired("a fork", timeout or 0)


def work(words: list[str], log: Path, database: str) -> None:
    """Becomes a worker, in the fork. The portal was loaded with the address of the database beside the tests'."""
    from chengdu_carbon.celery import app

    os.setsid()
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    connection.settings_dict["NAME"] = database
    app.worker_main(words)


class Web(Process):
    """The web server, on a free port of loopback."""

    name = "web"
    ready = "Started worker"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def command(self) -> list[str]:
        """As `bin/serve` starts it."""
        address = ["--host", "127.0.0.1", "--port", str(self.port)]
        return ["chengdu_carbon.web", *address, "--log-level", "info"]

    def is_ready(self) -> bool:
        """A worker of the server says that it has started a moment before it listens."""
        return super().is_ready() and self.listens()

    def listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def health(self) -> tuple[int, dict[str, str]]:
        """The status of /healthz, and which part is up or down."""
        status, said = self.probe("healthz")
        return status, said["parts"]

    def probe(self, name: str, **headers: str) -> tuple[int, dict[str, Any]]:
        """The status and the words of one of the probes."""
        try:
            with urlopen(Request(f"http://127.0.0.1:{self.port}/{name}", headers=headers)) as answer:
                return answer.status, json.load(answer)
        except HTTPError as answer:
            return answer.code, json.load(answer)

    def submit_a_ride(self, headers: dict[str, str]) -> str:
        """Sends a ride of 2 km, an hour ago, to the API, for 3 credits; returns the outcome."""
        started_at = datetime.now(CITY_ZONE) - timedelta(hours=1)
        times = {"started_at": started_at, "ended_at": started_at + timedelta(minutes=10)}
        told = {name: moment.isoformat() for name, moment in times.items()}
        ride = {"id": "ride", "scenario": "bike-share", **told, "claim": {"distance_m": 2000}}
        request = Request(
            f"http://127.0.0.1:{self.port}/api/v1/activities",
            json.dumps({"activities": [ride]}).encode(),
            {**headers, "content-type": "application/json"},
        )
        with urlopen(request) as answer:
            [result] = json.load(answer)["results"]
        return result["outcome"]


def wait_until(condition: Callable[[], object], what: str, seconds: float = 90) -> None:
    """Waits for a condition; fails the test with its name when it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)
