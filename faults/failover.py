"""Another server takes the place of one that hangs: a standby that has every commit, or a Redis that knows nothing."""

import subprocess
import time
from pathlib import Path

from chengdu_carbon.folders import make_folder, own_folder, socket_folder
from chengdu_carbon.servers import ROLE, PostgresServer, RedisServer, Server, postgres_program
from chengdu_carbon.service_account import Account
from chengdu_carbon.service_error import ServiceError

FOLLOWS_WITHIN_S = 30.0


class Replicated(PostgresServer):
    """Admits standbys of the same machine; `folder` is its own and holds data, sockets and log."""

    def __init__(self, folder: Path, account: Account) -> None:
        make_folder(folder, mode=0o711)
        sockets = socket_folder(own_folder(folder / "run", account), account)
        super().__init__(folder / "postgres", sockets=sockets, account=account)

    def _admit_clients(self) -> None:
        super()._admit_clients()
        with (self.folder / "pg_hba.conf").open("a") as rules:
            rules.write("local replication all peer map=portal\n")

    def do(self, *statements: str) -> None:
        """As the cluster's owner, each a transaction of its own."""
        connection = self._connect()
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def followers(self) -> int:
        """How many standbys have every commit before it is acknowledged."""
        connection = self._connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                return int(cursor.fetchone()[0])
        finally:
            connection.close()


def standby_of(first: Replicated, folder: Path) -> Replicated:
    """A running copy, for which every commit waits from now on. Raises ServiceError."""
    standby = Replicated(folder, first.account)
    own_folder(standby.folder, first.account)
    copy = [str(postgres_program("pg_basebackup")), "--host", str(first.sockets), "--username", ROLE]
    copy += ["--pgdata", str(standby.folder), "--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"]
    done = subprocess.run(**first.account.launch(copy, folder), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServiceError(f"the standby cannot be made: {done.stderr.strip()}")
    standby.start()
    first.do("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
    deadline = time.monotonic() + FOLLOWS_WITHIN_S
    while not first.followers():
        if time.monotonic() > deadline:
            raise ServiceError(f"the standby does not follow; {standby.log} ends with: {standby.last_lines()}")
        time.sleep(0.1)
    return standby


def promote(standby: Replicated) -> None:
    """From now on it is the first, and waits for nobody."""
    standby.do("SELECT pg_promote()", "ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")


def other_broker(first: RedisServer, folder: Path) -> RedisServer:
    """A running Redis that knows nothing."""
    make_folder(folder, mode=0o711)
    sockets = socket_folder(own_folder(folder / "run", first.account), first.account)
    other = RedisServer(sockets, account=first.account, log=folder / "redis.log")
    other.start()
    return other


def socket_of(server: Server) -> Path:
    """Where it listens."""
    return server.socket if isinstance(server, RedisServer) else server.sockets / ".s.PGSQL.5432"
