"""PgBouncer in transaction mode, before a PostgreSQL that listens on a Unix socket."""

import pwd
import signal
from pathlib import Path

import psycopg2

from chengdu_carbon.folders import own_folder
from chengdu_carbon.servers import ROLE, RUNTIME_ROLE, Server
from chengdu_carbon.service_account import account_of

SETTINGS = """
[databases]
* = host={postgres}
[pgbouncer]
listen_port = 5432
unix_socket_dir = {folder}
unix_socket_mode = 0700
pidfile = {folder}/pgbouncer.pid
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 400
"""


class PgBouncer(Server):
    """On a socket in a folder of its own; it resets nothing between clients, as PgBouncer does in this mode."""

    name = "PgBouncer"
    stop_signal = signal.SIGTERM

    def __init__(self, program: str, folder: Path, *, postgres: Path, connections: int) -> None:
        """At most so many `connections` to the server whose socket is in the folder `postgres`."""
        # PostgreSQL knows who runs it; root PgBouncer would refuse to be.
        account = account_of(pwd.getpwuid(postgres.stat().st_uid))
        super().__init__(folder, sockets=folder, account=account, log=folder / "pgbouncer.log")
        self.program = program
        self.written = SETTINGS.format(postgres=postgres, folder=folder, connections=connections)
        self.pid_file = folder / "pgbouncer.pid"

    def start(self) -> None:
        own_folder(self.folder, self.account)
        (self.folder / "pgbouncer.ini").write_text(self.written)
        (self.folder / "users.txt").write_text("".join(f'"{role}" ""\n' for role in (ROLE, RUNTIME_ROLE)))
        super().start()

    def owns(self, command: str) -> bool:
        return f" {self.folder}/pgbouncer.ini" in command

    def answers(self) -> bool:
        try:
            psycopg2.connect(host=str(self.folder), user=ROLE, dbname="postgres", connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def command(self) -> list[str]:
        return [self.program, f"{self.folder}/pgbouncer.ini"]
