"""Connections that are kept: one that died, only reads or was changed underneath is not used again, and none hangs."""

import socket
import time
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings
from django.db import Error, IntegrityError, OperationalError, connection, transaction
from psycopg2 import extensions

from common import connections
from common.owner import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def ask(statement: str = "SELECT pg_backend_pid()") -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def end_from_outside(pid: int) -> None:
    """As a server that is restarted ends what is connected to it."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_dead_connection_is_replaced_before_the_next_piece_of_work():
    first = ask()
    end_from_outside(first)

    with connections.doubted():
        assert ask() != first


def test_connection_that_dies_amid_a_piece_of_work_costs_that_piece_alone():
    def piece_of_work() -> None:
        with connections.doubted():
            end_from_outside(ask())
            ask()

    with pytest.raises(Error):
        piece_of_work()

    assert connection.connection is None
    with connections.doubted():
        assert ask("SELECT 1") == 1


def test_living_connection_is_kept_from_piece_to_piece():
    with connections.doubted():
        first = ask()
    with connections.doubted():
        assert ask() == first


def test_piece_of_work_within_a_transaction_is_a_part_of_it():
    with transaction.atomic():
        first = ask()
        with connections.doubted():
            assert ask() == first
        assert ask() == first


@pytest.mark.parametrize(
    ("change", "statement"),
    [
        ("SET default_transaction_read_only = on", "CREATE TEMP TABLE written AS SELECT 1; SELECT 1"),
        ("PREPARE known AS SELECT 1; DEALLOCATE ALL", "EXECUTE known"),
        ("SET search_path = nowhere", "SELECT count(*) FROM jobs_run"),
    ],
    ids=["only reads", "forgot its statements", "looks elsewhere"],
)
def test_connection_that_answers_but_is_of_no_use_is_not_kept(change, statement):
    with connection.cursor() as cursor:
        cursor.execute(change)
    first = ask()

    with pytest.raises(Error), connections.doubted():
        ask(statement)

    with connections.doubted():
        assert ask() != first
        assert ask("SELECT count(*) FROM jobs_run") == 0


def test_error_about_the_values_is_no_fault_of_the_connection():
    with connections.doubted():
        first = ask()
        with pytest.raises(IntegrityError):
            ask("INSERT INTO jobs_run (job) VALUES (NULL) RETURNING id")
        with pytest.raises(Error):
            ask("SELECT 'x'::int")

    assert ask() == first


@pytest.fixture
def _bounded():
    connection.close()
    connections.wait_no_longer_than(5)
    yield
    connection.close()
    extensions.set_wait_callback(None)


@pytest.mark.usefixtures("_bounded")
def test_answer_that_does_not_come_is_not_waited_for():
    began = time.monotonic()
    with pytest.raises(OperationalError), connections.doubted(), connections.impatient(0.5):
        ask("SELECT pg_sleep(2)")

    assert time.monotonic() - began < 1.5
    with connections.doubted():
        assert ask("SELECT 1") == 1


@pytest.mark.usefixtures("_bounded")
def test_server_that_takes_a_connection_and_says_nothing_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=silent.getsockname()[1], user="x", dbname="x")

    assert time.monotonic() - began < connections.CONNECTED_WITHIN_S + 2


def test_network_that_is_gone_without_a_word_is_noticed_in_seconds():
    """What libpq was told is what the socket does; the tests' server may be behind one of another kind."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        options = {**settings.DATABASES["default"]["OPTIONS"], "connect_timeout": 2}
        silent = psycopg2.connect(
            host="127.0.0.1", port=listener.getsockname()[1], user="x", dbname="x", async_=1, **options
        )
        silent.poll()
        with socket.socket(fileno=silent.fileno()) as wire:
            idle_s = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            unheard_ms = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
            wire.detach()
        silent.close()

    assert (idle_s, unheard_ms) == (10, 15_000)


def test_locks_of_a_client_that_is_gone_amid_a_transaction_are_given_up(monkeypatch):
    """The server of the tests keeps them as long as a test likes; one that is served does not."""
    options = settings.OF_A_SESSION | {"idle_in_transaction_session_timeout": "300ms"}
    words = " ".join(f"-c {name}={value}" for name, value in options.items())
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", words)
    connection.close()

    def piece_of_work() -> None:
        with connections.doubted(), transaction.atomic():
            ask("SELECT 1 FROM pg_advisory_xact_lock(1)")
            time.sleep(1)
            with closing(connection.copy()) as other, other.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(1)")
                assert cursor.fetchone() == (True,)
            ask()

    with pytest.raises(OperationalError):
        piece_of_work()
    with connections.doubted():
        assert ask("SELECT 1") == 1


def test_who_changes_tables_may_reckon_for_long_between_two_statements(monkeypatch):
    options = settings.OF_A_SESSION | {"idle_in_transaction_session_timeout": "300ms"}
    words = " ".join(f"-c {name}={value}" for name, value in options.items())
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", words)
    connection.close()

    with as_owner(), transaction.atomic():
        ask()
        time.sleep(1)
        assert ask("SELECT 1") == 1
    assert ask("SHOW idle_in_transaction_session_timeout") == "300ms"
