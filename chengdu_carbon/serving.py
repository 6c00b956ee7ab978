"""Runs the portal on one machine: services, preparation, then web, worker and timetable under one watching process."""

import argparse
import ctypes
import errno
import fcntl
import http.client
import os
import secrets
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from chengdu_carbon.embedded import (
    EmbeddedServices,
    GivenServices,
    ServiceError,
    make_folder,
    open_lock,
    postgres_program,
    services,
)

ROOT = Path(__file__).resolve().parent.parent
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1
# Every process that bin/serve starts inherits this, so the next start finds what a killed one left behind.
MARK = "PORTAL_SERVED_FROM"
ENDING_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup: the portal outlives its terminal
    ENDING_SIGNALS.remove(signal.SIGHUP)
BUSY_PORT_SECONDS = 5.0
START_SECONDS = 90.0
STOP_SECONDS = 7.0
REVIVE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 30.0


def default_data_dir() -> Path:
    return Path(os.environ.get("PORTAL_DATA") or ROOT / ".data")


def portal_environment(data_dir: Path, urls: dict[str, str]) -> dict[str, str]:
    """What every process of the portal sees; whatever is set already stays."""
    given = {name: value for name, value in os.environ.items() if value}
    # A demonstration shows everybody's codes: only where this machine alone can reach it, on a database of its own.
    made = {"DEBUG": "0" if "DATABASE_URL" in given else "1", "PYTHONUNBUFFERED": "1"}
    # psql and pg_dump of the embedded version come first, so that `bin/manage dbshell` works.
    path = f"{postgres_program('psql').parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if "SECRET_KEY" not in given:
        made["SECRET_KEY"] = secret_key(data_dir)
    return {**made, **given, **urls, "PATH": path, "PORTAL_DATA": str(data_dir)}


def secret_key(data_dir: Path) -> str:
    """The folder's own key, made at the first start."""
    path = data_dir / "secret_key"
    if not path.exists():
        make_folder(data_dir, mode=0o711)
        unfinished = data_dir / f"secret_key.{os.getpid()}"
        unfinished.touch(0o600)
        unfinished.write_text(secrets.token_urlsafe(48))
        # Of two commands that start together one wins, and both read the winner's.
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink()
    return path.read_text().strip()


# bin/manage


def manage(words: list[str]) -> int:
    """Run manage.py with the services up; returns its exit status."""
    data_dir = default_data_dir().resolve()
    try:
        with services(data_dir) as running:
            command = [sys.executable, str(ROOT / "manage.py"), *words]
            return run_in_front(command, portal_environment(data_dir, running.urls))
    except KeyboardInterrupt:
        return 130
    except ServiceError as error:
        return fail("bin/manage", error)


def run_in_front(command: list[str], environment: dict[str, str]) -> int:
    """Run a command that owns the terminal: signals are its business, its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, env=environment, preexec_fn=follow_parent())
    signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
    status = process.wait()
    return 128 - status if status < 0 else status


# bin/serve


def serve(words: list[str]) -> int:
    """Run the portal until Ctrl-C or SIGTERM, which is a good end: returns 0 then, 1 when it cannot start."""
    options = parse(words)
    for number in ENDING_SIGNALS:
        signal.signal(number, interrupt)
    try:
        with only_server(options.data, options.host, options.port):
            end_leftovers(options.data)
            wait_for_port(options.host, options.port)
            with services(options.data) as running:
                run_portal(options, running)
    except KeyboardInterrupt:
        pass
    except ServiceError as error:
        return fail("bin/serve", error)
    return 0


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run the portal on this machine until Ctrl-C.")
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="default 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on, default 127.0.0.1")
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder, default .data"
    )
    options = parser.parse_args(words)
    options.data = options.data.resolve()
    return options


def port_number(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"{word} is not a port; one is a number from 1 to 65535")
    return int(word)


def interrupt(_number: int, _frame: object) -> NoReturn:
    for each in ENDING_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def only_server(data_dir: Path, host: str, port: int) -> Iterator[None]:
    """One bin/serve per data folder; a second one is told where the first answers."""
    make_folder(data_dir, mode=0o711)
    with open_lock(data_dir / "serve.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            first = (data_dir / "serve.lock").read_text().strip()
            raise ServiceError(f"another bin/serve already uses {data_dir} ({first})") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address(host, port)}\n")
        lock.flush()
        yield


def end_leftovers(data_dir: Path) -> None:
    """End web, worker and timetable of an earlier bin/serve that was killed before it could do so."""
    mark = f"{MARK}={data_dir}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                os.kill(int(entry.name), signal.SIGKILL)


def wait_for_port(host: str, port: int) -> None:
    """Raise ServiceError unless the port is free; one that is just being given up is waited for."""
    deadline = time.monotonic() + BUSY_PORT_SECONDS
    while True:
        try:
            family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                return probe.bind(place)
        except OSError as error:
            busy = error.errno == errno.EADDRINUSE
            if not busy or time.monotonic() > deadline:
                reason = "is in use; choose another with --port" if busy else f"cannot be used: {error.strerror}"
                raise ServiceError(f"port {port} on {host} {reason}") from None
        time.sleep(0.2)


def run_portal(options: argparse.Namespace, running: EmbeddedServices | GivenServices) -> None:
    environment = portal_environment(options.data, running.urls) | {MARK: str(options.data)}
    environment.setdefault("ALLOWED_HOSTS", allowed_hosts(options.host))
    tell("preparing the database and the static files …")
    with Supervisor(environment) as preparation:
        preparation.start("the preparation", [str(ROOT / "bin" / "prepare.py")])
        preparation.wait()
    with Supervisor(environment) as supervisor:
        supervisor.start("the web server", web_command(options.host, options.port))
        supervisor.start("the worker", worker_command())
        supervisor.start("the timetable", beat_command(options.data))
        supervisor.wait_until(lambda: health(options.host, options.port, environment))
        say(welcome(options))
        supervisor.watch(running.revive)


def allowed_hosts(host: str) -> str:
    here = ["localhost", "127.0.0.1", "[::1]"]
    return "*" if host in ("0.0.0.0", "::") else ",".join(dict.fromkeys([*here, host]))  # noqa: S104


def web_command(host: str, port: int) -> list[str]:
    settings = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", "5"]
    place = ["--host", host, "--port", str(port), "--log-level", "warning", "--respawn-failed-workers"]
    return ["-m", "granian", *settings, *place, "chengdu_carbon.wsgi:application"]


def worker_command() -> list[str]:
    return [*celery("worker"), "--concurrency", "2", "--without-gossip", "--without-mingle"]


def beat_command(data_dir: Path) -> list[str]:
    return [*celery("beat"), "--schedule", str(data_dir / "beat-schedule")]


def celery(part: str) -> list[str]:
    as_root = "ignore:You're running the worker with superuser privileges"
    return ["-W", as_root, "-m", "celery", "--quiet", "-A", "chengdu_carbon", part, "--loglevel", "WARNING"]


def health(host: str, port: int, environment: dict[str, str]) -> str:
    """Empty when /healthz answers 200, else what it said."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    name = environment["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection(here, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost" if name == "*" else name})
        answer = connection.getresponse()
        return "" if answer.status == 200 else f"/healthz answers {answer.status}: {answer.read(300).decode()}"
    except OSError as error:
        return f"/healthz does not answer: {error}"
    except http.client.HTTPException as error:
        return f"/healthz does not answer: {error!r}"
    finally:
        connection.close()


def welcome(options: argparse.Namespace) -> str:
    sign_ins = options.data / "sign_ins.txt"
    people = f"  演示登录 {sign_ins.read_text().strip()}" if sign_ins.exists() else ""
    return f"碳惠天府 {address(options.host, options.port)}{people}  (Ctrl-C ends)"


def address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


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


def say(line: str) -> None:
    show(line.encode())


def tell(line: str) -> None:
    with suppress(OSError):
        print(f"bin/serve: {line}", file=sys.stderr, flush=True)


def fail(command: str, error: ServiceError) -> int:
    print(f"{command}: {error}", file=sys.stderr)
    return 1
