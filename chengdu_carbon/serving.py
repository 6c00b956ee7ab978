"""bin/serve: the portal on one machine with all its parts."""

import argparse
import errno
import fcntl
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

from chengdu_carbon import playing
from chengdu_carbon.embedded import OWNER_URL, EmbeddedServices, GivenServices, services
from chengdu_carbon.folders import make_folder, open_lock
from chengdu_carbon.playing import played
from chengdu_carbon.servers import postgres_program
from chengdu_carbon.service_error import ServiceError
from chengdu_carbon.supervisor import ROOT, Supervisor, follow_parent, show, tell
from chengdu_carbon.web import only_here
from common.loopback import is_loopback

# Every process that bin/serve starts inherits this, so the next start finds what a killed one left behind.
MARK = "PORTAL_SERVED_FROM"
# With it the preparation loads no demonstration.
EMPTY = "PORTAL_EMPTY"
ENDING_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup: the portal outlives its terminal
    ENDING_SIGNALS.remove(signal.SIGHUP)
BUSY_PORT_SECONDS = 5.0
PROCESSES = ("web", "database", "broker", "scheduler", "worker")


def serve(words: list[str]) -> int:
    """Run the portal until Ctrl-C or SIGTERM, which is a good end: returns 0 then, 1 when it cannot start."""
    options = parse(words)
    for number in ENDING_SIGNALS:
        signal.signal(number, interrupt)
    try:
        refuse_open_demonstration(options.host)
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


def run_in_front(command: list[str], environment: dict[str, str]) -> int:
    """Run a command that owns the terminal: signals are its business, its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, env=environment, preexec_fn=follow_parent())
    signal.signal(signal.SIGTERM, lambda number, _frame: process.send_signal(number))
    status = process.wait()
    return 128 - status if status < 0 else status


def fail(command: str, error: ServiceError) -> int:
    print(f"{command}: {error}", file=sys.stderr)
    return 1


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run the portal on this machine until Ctrl-C.")
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="default 8000")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on, default 127.0.0.1")
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder, default .data"
    )
    parser.add_argument("--empty", action="store_true", help="begin without the demonstration and its people")
    options = parser.parse_args(words)
    options.data = options.data.resolve()
    return options


def port_number(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"{word} is not a port; one is a number from 1 to 65535")
    return int(word)


def default_data_dir() -> Path:
    return Path(os.environ.get("PORTAL_DATA") or ROOT / ".data")


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


def refuse_open_demonstration(host: str) -> None:
    """Raises ServiceError where DEBUG was asked for on an address that others reach."""
    if os.environ.get("DEBUG", "").lower() in ("1", "true", "yes", "on", "y", "ok") and not is_loopback(host):
        raise ServiceError(only_here(host))


def run_portal(options: argparse.Namespace, running: EmbeddedServices | GivenServices) -> None:
    environment = portal_environment(options.data, running.urls, host=options.host) | {MARK: str(options.data)}
    environment.setdefault("ALLOWED_HOSTS", allowed_hosts(options.host))
    if options.empty:
        environment[EMPTY] = "1"
    tell("preparing the database and the static files …")
    with Supervisor(environment) as preparation:
        preparation.start("the preparation", [str(ROOT / "bin" / "prepare.py")])
        preparation.wait()
    platforms = played(environment, host=options.host)
    with Supervisor(without_owner(environment | platforms)) as supervisor:
        if platforms:
            supervisor.start("the played platforms", playing.command())
        supervisor.start("the web server", web_command(options.host, options.port))
        supervisor.start("the worker", worker_command())
        supervisor.start("the timetable", beat_command())
        supervisor.wait_until(lambda: trouble(options.host, options.port, environment))
        say(welcome(options))
        supervisor.watch(running.revive)


def portal_environment(data_dir: Path, urls: dict[str, str], *, host: str = "127.0.0.1") -> dict[str, str]:
    """What every process of the portal sees; whatever is set already stays."""
    given = {name: value for name, value in os.environ.items() if value}
    # A demonstration shows everybody's codes: only where this machine alone can reach it, on a database of its own.
    is_demonstration = "DATABASE_URL" not in given and is_loopback(host)
    made = {"DEBUG": "1" if is_demonstration else "0", "PYTHONUNBUFFERED": "1"}
    # psql and pg_dump of the embedded version come first, so that `bin/manage dbshell` works.
    path = f"{postgres_program('psql').parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if "SECRET_KEY" not in given:
        made["SECRET_KEY"] = secret_key(data_dir)
    return {**made, **given, **urls, "PATH": path, "PORTAL_DATA": str(data_dir)}


def without_owner(environment: dict[str, str]) -> dict[str, str]:
    """What runs all day does not know the address of the role that could change the tables."""
    return {name: value for name, value in environment.items() if name != OWNER_URL}


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


def allowed_hosts(host: str) -> str:
    here = ["localhost", "127.0.0.1", "[::1]"]
    return ",".join(here if host in ("0.0.0.0", "::") else dict.fromkeys([*here, host]))  # noqa: S104


def web_command(host: str, port: int) -> list[str]:
    return ["-m", "chengdu_carbon.web", "--host", host, "--port", str(port)]


def worker_command() -> list[str]:
    return [*celery("worker"), "--concurrency", "2", "--without-gossip", "--without-mingle"]


def beat_command() -> list[str]:
    return celery("beat")


def celery(part: str) -> list[str]:
    as_root = "ignore:You're running the worker with superuser privileges"
    return ["-W", as_root, "-m", "celery", "--quiet", "-A", "chengdu_carbon", part, "--loglevel", "WARNING"]


def trouble(host: str, port: int, environment: dict[str, str]) -> str:
    """Empty when every process works, else what /healthz said. What else it tells is no reason not to begin."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    name = environment["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection(here, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost" if name == "*" else name})
        answer = connection.getresponse()
        told = answer.read(1000).decode(errors="replace")
        return "" if works(answer.status, told) else f"/healthz answers {answer.status}: {told[:300]}"
    except OSError as error:
        return f"/healthz does not answer: {error}"
    except http.client.HTTPException as error:
        return f"/healthz does not answer: {error!r}"
    finally:
        connection.close()


def works(status: int, told: str) -> bool:
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        with suppress(ValueError, KeyError):
            parts = json.loads(told)["parts"]
            return all(parts[name] == "up" for name in PROCESSES)
    return status == HTTPStatus.OK


def welcome(options: argparse.Namespace) -> str:
    sign_ins = options.data / "sign_ins.txt"
    people = f"  演示登录 {sign_ins.read_text().strip()}" if sign_ins.exists() else ""
    return f"碳惠天府 {address(options.host, options.port)}{people}  (Ctrl-C ends)"


def address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def say(line: str) -> None:
    show(line.encode())
