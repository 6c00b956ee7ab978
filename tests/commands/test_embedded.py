"""The embedded servers: started once, shared, ended by the last user, and back after every kind of kill."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from chengdu_carbon.embedded import EmbeddedServices, GivenServices, services
from chengdu_carbon.folders import socket_folder
from chengdu_carbon.servers import DATABASE, ROLE, PostgresServer, RedisServer, command_line
from chengdu_carbon.service_account import service_account
from chengdu_carbon.service_error import ServiceError

from .conftest import ROOT, bare_environment


def test_the_second_user_attaches_and_the_last_one_out_stops_the_servers(data_dir: Path) -> None:
    first, second = EmbeddedServices(data_dir, durable=False), EmbeddedServices(data_dir, durable=False)
    first.enter()
    pids = (first.postgres.pid, first.redis.pid)
    second.enter()
    assert (second.postgres.pid, second.redis.pid) == pids

    first.leave()
    assert (second.postgres.pid, second.redis.pid) == pids
    assert second.redis.answers()

    second.leave()
    assert (second.postgres.pid, second.redis.pid) == (None, None)
    assert not any(is_alive(pid) for pid in pids)


def test_after_kill_9_of_both_servers_the_next_start_keeps_the_data(data_dir: Path) -> None:
    with services(data_dir, environ={}) as running:
        execute(running, "CREATE TABLE kept AS SELECT 7 AS number")
        running.postgres.kill()
        running.redis.kill()
        assert (data_dir / "postgres" / "postmaster.pid").exists()

    with services(data_dir, environ={}) as running:
        assert execute(running, "SELECT number FROM kept") == [(7,)]
        assert running.redis.answers()


def test_servers_left_by_a_killed_command_are_attached_to(data_dir: Path) -> None:
    code = (
        "import os, pathlib, sys; from chengdu_carbon.embedded import EmbeddedServices;"
        "EmbeddedServices(pathlib.Path(sys.argv[1]), durable=False).enter(); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(data_dir)], cwd=ROOT, env=bare_environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    orphans = EmbeddedServices(data_dir, durable=False)
    pid = orphans.postgres.pid
    assert pid

    with services(data_dir, durable=False, environ={}) as running:
        assert running.postgres.pid == pid
    assert orphans.postgres.pid is None


def test_a_server_that_died_is_revived_and_a_slow_one_left_alone(data_dir: Path) -> None:
    with services(data_dir, durable=False, environ={}) as running:
        assert running.revive() == []
        running.redis.kill()
        assert running.revive() == ["Redis"]
        assert running.redis.answers()


def test_a_strange_process_with_the_number_of_the_old_server_is_not_taken_for_it(data_dir: Path) -> None:
    with services(data_dir, durable=False, environ={}) as running:
        running.postgres.kill()
    (data_dir / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}/postgres\n")

    with services(data_dir, durable=False, environ={}) as running:
        assert running.postgres.pid != os.getpid()
        assert execute(running, "SELECT 1") == [(1,)]


def test_data_of_another_postgresql_major_is_refused_and_not_touched(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir()
    (data_dir / "postgres" / "PG_VERSION").write_text("16\n")

    with pytest.raises(ServiceError, match="written by PostgreSQL 16 and this is PostgreSQL 18"):
        EmbeddedServices(data_dir).enter()

    assert [path.name for path in (data_dir / "postgres").iterdir()] == ["PG_VERSION"]
    assert EmbeddedServices(data_dir).redis.pid is None


def test_the_database_is_utf8_and_sorts_by_code_point(data_dir: Path) -> None:
    with services(data_dir, durable=False, environ={}) as running:
        question = "SELECT pg_encoding_to_char(encoding), datlocale FROM pg_database WHERE datname = current_database()"
        assert execute(running, question) == [("UTF8", "C.UTF-8")]
        assert execute(running, "SHOW fsync") == [("off",)]
        assert execute(running, "SHOW listen_addresses") == [("",)]


@pytest.mark.parametrize("name", ["long" * 30, "with space, comma and 碳"])
def test_a_path_unfit_for_a_socket_gets_a_short_private_folder(data_dir: Path, name: str) -> None:
    with services(data_dir / name, durable=False, environ={}) as running:
        sockets = running.postgres.sockets
        assert sockets.parent == Path("/tmp")
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert execute(running, "SELECT 1") == [(1,)]
    sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_dir = data_dir / ("long" * 30)
    account = service_account(data_dir / "postgres")
    planted = socket_folder(run_dir, account)
    planted.rmdir()
    planted.symlink_to(data_dir)
    try:
        with pytest.raises(ServiceError, match="belongs to somebody else"):
            socket_folder(run_dir, account)
    finally:
        planted.unlink()


def test_a_server_of_its_own_is_started_killed_and_started_again(data_dir: Path) -> None:
    servers = [
        RedisServer(data_dir / "redis"),
        PostgresServer(data_dir / "postgres", sockets=data_dir / "sockets", durable=False),
    ]
    for server in servers:
        server.start()
        first = server.pid
        server.kill()
        assert not is_alive(first)
        assert not server.answers()

        server.start()
        assert server.answers()
        assert server.pid != first
        server.stop()
        assert server.pid is None


def test_given_addresses_start_nothing(data_dir: Path) -> None:
    given = {"DATABASE_URL": "postgres://db.example/portal", "REDIS_URL": "redis://redis.example/0"}
    with services(data_dir, environ=given) as running:
        assert running.urls == given
    assert list(data_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_one_address_without_the_other_is_refused(data_dir: Path, name: str) -> None:
    with pytest.raises(ServiceError, match=f"only {name} is set"), services(data_dir, environ={name: "somewhere"}):
        pass


def execute(running: EmbeddedServices | GivenServices, statement: str) -> list[tuple[object, ...]]:
    assert isinstance(running, EmbeddedServices)
    connection = psycopg2.connect(host=str(running.postgres.sockets), user=ROLE, dbname=DATABASE)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def is_alive(pid: int | None) -> bool:
    return pid is not None and command_line(pid) != ""
