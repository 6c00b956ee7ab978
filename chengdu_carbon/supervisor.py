"""Keeps the portal's processes running: starts them, shows what they print, restarts them and ends them all."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from chengdu_carbon.service_error import ServiceError

ROOT = Path(__file__).resolve().parent.parent
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
START_SECONDS = 90.0
STOP_SECONDS = 7.0
REVIVE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 30.0


class Child:
    """One process of the portal, in a session of its own, so that Ctrl-C reaches only the supervisor."""

    def __init__(self, name: str, words: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self.words = words
        self.environment = environment
        self.pause = 0.5
        self.restart_at: float | None = None
        self.spawn()

    def spawn(self) -> None:
        self.restart_at = None
        self.started_at = time.monotonic()
        self.rest = b""
        self.silent = False
        self.process = subprocess.Popen(
            [sys.executable, *self.words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=follow_parent(),
        )
        assert self.process.stdout
        self.output = self.process.stdout
        os.set_blocking(self.output.fileno(), False)

    def lines(self) -> list[bytes]:
        """The whole lines that came since the last call."""
        piece = self.output.read()
        self.silent = piece == b""
        *lines, self.rest = (self.rest + (piece or b"")).split(b"\n")
        return lines

    def end(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def sweep(self) -> list[bytes]:
        """Kill what is left of the process and of those it started; returns the last lines."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        last = [*self.lines(), self.rest]
        self.output.close()
        return [line for line in last if line]


class Supervisor:
    """Starts children, passes on what they print, restarts them, and ends them all on the way out."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.children: list[Child] = []
        self.selector = selectors.DefaultSelector()
        self.held: deque[tuple[Child, bytes]] | None = deque(maxlen=2000)

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def start(self, name: str, words: list[str]) -> None:
        child = Child(name, words, self.environment)
        self.children.append(child)
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def wait(self) -> None:
        """Until every child has ended well. Raises ServiceError."""
        while any(child.process.poll() is None for child in self.children):
            self.pump(0.1)
        for child in self.children:
            if child.process.returncode:
                self.give_up(child)
        self.release()

    def wait_until(self, trouble: Callable[[], str]) -> None:
        """Until there is no trouble. Raises ServiceError when a child ends or the time runs out."""
        deadline = time.monotonic() + START_SECONDS
        while reason := trouble():
            self.pump(0.2)
            for child in self.children:
                if child.process.poll() is not None:
                    self.give_up(child)
            if time.monotonic() > deadline:
                self.release()
                raise ServiceError(f"the portal did not come up within {START_SECONDS:.0f} s; {reason}")
        self.release()

    def watch(self, revive: Callable[[], list[str]]) -> NoReturn:
        """Keep everything running, until an exception (Ctrl-C, SIGTERM) ends it."""
        revive_at = time.monotonic() + REVIVE_SECONDS
        while True:
            self.pump(0.5)
            for child in self.children:
                self.keep(child)
            if time.monotonic() > revive_at:
                self.keep_services(revive)
                revive_at = time.monotonic() + REVIVE_SECONDS

    def keep_services(self, revive: Callable[[], list[str]]) -> None:
        try:
            for name in revive():
                tell(f"{name} had ended and runs again")
        except ServiceError as error:
            tell(str(error))

    def keep(self, child: Child) -> None:
        """Restart a child that ended, after a pause that doubles while it keeps ending soon."""
        now = time.monotonic()
        if child.restart_at is None and child.process.poll() is not None:
            self.drain(child)
            child.pause = 1.0 if now - child.started_at > 60 else min(child.pause * 2, LONGEST_PAUSE_SECONDS)
            child.restart_at = now + child.pause
            tell(f"{child.name} ended ({ending(child.process.returncode)}); starting it again in {child.pause:.0f} s")
        if child.restart_at is not None and now >= child.restart_at:
            child.spawn()
            self.selector.register(child.output, selectors.EVENT_READ, child)

    def end(self) -> None:
        """End every child: first kindly, then by force."""
        for child in self.children:
            child.end(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(child.process.poll() is None for child in self.children):
            self.pump(0.1)
        for child in self.children:
            self.drain(child)
        self.selector.close()

    def drain(self, child: Child) -> None:
        if child.output.closed:
            return
        if not child.silent:
            self.selector.unregister(child.output)
        self.pass_on(child, child.sweep())

    def pump(self, timeout: float) -> None:
        """Wait a moment for output and pass it on, whole lines at a time."""
        if not self.selector.get_map():
            time.sleep(timeout)
        for key, _events in self.selector.select(timeout):
            child: Child = key.data
            self.pass_on(child, child.lines())
            if child.silent:
                self.selector.unregister(child.output)

    def pass_on(self, child: Child, lines: list[bytes]) -> None:
        """Show the lines; during start-up keep them, to be shown when it has worked or when this child has failed."""
        if self.held is not None:
            self.held.extend((child, line) for line in lines)
        else:
            for line in lines:
                show(line)

    def release(self) -> None:
        held, self.held = self.held, None
        for _child, line in held or ():
            # Asking for health before everything is up is our own doing, not something to report.
            if not line.endswith(b"Service Unavailable: /healthz"):
                show(line)

    def give_up(self, child: Child) -> NoReturn:
        self.drain(child)
        for owner, line in self.held or ():
            if owner is child:
                show(line)
        self.held = deque()
        raise ServiceError(f"{child.name} ended while starting ({ending(child.process.returncode)}); see above")


def follow_parent() -> Callable[[], None]:
    """For a child about to run: take Ctrl-C as usual, and be told to end when the parent dies, even by kill -9."""
    parent = os.getpid()

    def follow() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return follow


def ending(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def show(line: bytes) -> None:
    # A closed terminal must not keep the portal from ending its children.
    with suppress(OSError):
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def tell(line: str) -> None:
    with suppress(OSError):
        print(f"bin/serve: {line}", file=sys.stderr, flush=True)
