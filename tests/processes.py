"""Processes that tests start, and end by their own ids."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

ROOT = Path(__file__).parent.parent


def test_database_url() -> str:
    """The address of the database in which the tests run."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


test_database_url.__test__ = False


class Worker:
    """A real Celery worker with its Beat; `kill` is SIGKILL to it and to its children, at once."""

    def __init__(self, folder: Path, redis_url: str | None = None) -> None:
        self.log = folder / "worker.log"
        self.schedule = folder / "schedule"
        self.redis_url = redis_url or os.environ["REDIS_URL"]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        environment = {**os.environ, "DATABASE_URL": test_database_url(), "REDIS_URL": self.redis_url}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "chengdu_carbon",
                    "worker",
                    "--concurrency=2",
                    "--loglevel=INFO",
                ],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: b" ready." in self.log.read_bytes(), "the worker is ready", 60)

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


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Waits for a condition; fails the test with its name when it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.05)
