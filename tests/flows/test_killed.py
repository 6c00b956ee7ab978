"""A process is killed amid expiry or an export: the next run does the rest, nothing twice, and nothing is left over.

The closing of a month is killed in tests/merchants/settlement/test_closing.py, a statement's file in
test_killed_files.py beside it, scoring in test_takeover.py.
"""

import csv
import gzip
import http.client
import io
import multiprocessing
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from accounts.models import Deed, DeedKind
from credits import budgets, expiry, ledger, statements
from credits.accounts import available_accounts
from credits.models import Transfer
from desk.books.behind import FORMS
from merchants.mall import releasing
from merchants.models import Redemption, RedemptionStep, Step
from tests.conftest import NOW, make_citizen
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import (
    NEXT_VINTAGE,
    THIS_VINTAGE,
    assert_books_are_sound,
    give,
    make_merchant,
    make_offer,
    text,
    voucher_of,
)
from tests.processes import Web, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
NEW_YEAR = NOW + timedelta(days=60)
"""After this vintage's last day, and after every voucher's."""
MANY, PRICE = 30, 3


@contextmanager
def another(work: Callable[[], None]) -> Iterator[multiprocessing.Process]:
    """A process that does something, and is killed with -9 where the block ends."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def begun_and_cut_off(work: Callable[[], None], some_are_done: Callable[[], bool]) -> None:
    """Kills it while it waits to write its next transfers, in the midst of a transaction.

    What the server was told before is done to its end, also for a client that is gone: so it is waited for.
    """
    with another(work) as process:
        wait_until(some_are_done, "some are done")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Transfer._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            wait_until(is_waiting_for_the_table, "it waits to write")
            assert process.is_alive()
            process.kill()
            process.join()
        wait_until(nobody_else_is_at_work, "the server has given up who is gone")


def nobody_else_is_at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid())"
        )
        return bool(cursor.fetchone()[0])


def is_waiting_for_the_table() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = %s::regclass AND NOT granted)",
            [Transfer._meta.db_table],
        )
        return bool(cursor.fetchone()[0])


def expire_vouchers() -> None:
    connections.close_all()
    while releasing.expire_due(now=NEW_YEAR, limit=1):
        pass


def expire_vintages() -> None:
    connections.close_all()
    while expiry.expire(now=NEW_YEAR, limit=2):
        pass


def test_killed_amid_the_expiry_of_vouchers_the_rest_expires_and_nothing_twice(alice):
    give(alice, MANY * PRICE)
    offer = make_offer(make_merchant("茶舍"), price=PRICE, stock=MANY)
    for _voucher in range(MANY):
        voucher_of(alice, offer)
    ended = Redemption.objects.filter(status="expired")

    begun_and_cut_off(expire_vouchers, ended.exists)

    done = ended.count()
    assert 0 < done < MANY
    assert releasing.expire_due(now=NEW_YEAR, limit=MANY) == MANY - done
    assert releasing.expire_due(now=NEW_YEAR, limit=MANY) == 0
    assert RedemptionStep.objects.filter(step=Step.RELEASED).count() == ended.count() == MANY
    assert statements.available(alice.pk, today=NEXT_VINTAGE) == MANY * PRICE
    assert_books_are_sound()


def test_killed_amid_the_expiry_of_vintages_the_rest_expires_and_nothing_twice():
    citizens = [make_citizen() for _ in range(MANY)]
    for citizen in citizens:
        give(citizen, 7, THIS_VINTAGE)
        give(citizen, 5, NEXT_VINTAGE)
    expired = Transfer.objects.filter(kind="expire")

    begun_and_cut_off(expire_vintages, expired.exists)

    done = expired.count()
    assert 0 < done < MANY
    assert expiry.expire(now=NEW_YEAR) == MANY - done
    assert expiry.expire(now=NEW_YEAR) == 0
    assert list(expired.values_list("amount", flat=True)) == [7] * MANY
    assert {statements.available(citizen.pk, today=NEXT_VINTAGE) for citizen in citizens} == {5}
    assert_books_are_sound()


# An export

ROWS, BATCH = 40_000, 5000
SEGMENT_BYTES = 536
DAYS = {"since": "2026-11-23", "until": "2026-11-23"}


@pytest.fixture
def long_books(alice):
    """So many transfers on a day that no file of them fits between a server and a reader who reads slowly."""
    gifts = budgets.open_budget("gifts", text("gifts"))
    budgets.fund(gifts, ROWS * budgets.SLOTS, reference="fund:gifts", now=NOW)
    slot, own = gifts.slots.first(), available_accounts([alice.pk], NEXT_VINTAGE)[alice.pk]
    for first in range(0, ROWS, BATCH):
        references = [f"gift:{number}" for number in range(first, first + BATCH)]
        kind = ledger.TransferKind.AWARD
        ledger.post_all([ledger.Posting(slot.pk, own, 1, kind, each, NOW) for each in references], now=NOW)


@pytest.fixture
def web(transactional_db, broker, tmp_path):
    server = Web(tmp_path, broker.url)
    server.start()
    yield server
    server.stop()


def wide(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120)


def narrow(port: int) -> http.client.HTTPConnection:
    """A line on which hardly anything is under way: of a local one the system holds megabytes, a packed file whole."""
    line = wide(port)
    line.sock = socket.socket()
    line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SEGMENT_BYTES)
    line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
    line.sock.settimeout(line.timeout)
    line.sock.connect(("127.0.0.1", port))
    return line


def asked_for(web: Web, cookie: str, form: str, line: http.client.HTTPConnection) -> http.client.HTTPResponse:
    """The file of every transfer of a day, at its beginning."""
    token = "a" * 32
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}",
    }
    body = urlencode({"form": form, "csrfmiddlewaretoken": token})
    line.request("POST", f"/admin/books/export/?{urlencode(DAYS)}", body, headers)
    answer = line.getresponse()
    assert answer.status == 200, answer.read()[:2000]
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_killed_amid_an_export_nothing_is_left_and_asked_again_it_is_whole(long_books, web, form):
    auditor = as_role("审计 · Audit")
    cookie = auditor.cookies[settings.SESSION_COOKIE_NAME].value
    answer = asked_for(web, cookie, form, narrow(web.port))
    assert len(answer.read(1000)) == 1000
    web.kill()

    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()

    web.start()
    whole = asked_for(web, cookie, form, wide(web.port)).read()
    rows = csv.reader(io.StringIO((gzip.decompress(whole) if form == "csv.gz" else whole).decode("utf-8-sig")))
    numbers = [int(row[0]) for row in list(rows)[1:]]
    assert numbers == list(Transfer.objects.order_by("pk").values_list("pk", flat=True))
    assert Deed.objects.filter(kind=DeedKind.TOOK).count() == 2
