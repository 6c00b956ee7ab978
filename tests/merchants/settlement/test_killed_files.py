"""The web server is killed while it makes a statement's file: no half file is served or left, asked again it is whole.

Files of the books are in tests/flows/test_killed.py.
"""

import csv
import http.client
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.db import connection, transaction
from openpyxl import load_workbook

from merchants.models import Statement, StatementLine
from merchants.settlement import files
from tests.merchants.settlement.conftest import MORNING, closed
from tests.processes import Web, wait_until
from tests.second_factors import browser_of_leader

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TAKEN = 3


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the web server puts what it makes on the disk."""
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


@pytest.fixture
def web(transactional_db, broker, tmp_path, folder):
    server = Web(tmp_path, broker.url)
    server.start()
    yield server
    server.stop()


def asked_for(web: Web, cookie: str, statement: Statement, form: str) -> http.client.HTTPConnection:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    headers = {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    line.request("GET", f"{statement.get_absolute_url()}statement.{form}", headers=headers)
    return line


def is_waiting_for_lines() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = %s::regclass AND NOT granted)",
            [StatementLine._meta.db_table],
        )
        return bool(cursor.fetchone()[0])


def lines_in(form: str, file: bytes) -> int:
    """How many lines a whole file has, without its header and its sum. Raises an error of its reader for another."""
    if form == "xlsx":
        return int(load_workbook(BytesIO(file)).active.max_row) - 2
    if form == "csv":
        rows = list(csv.reader(StringIO(file.decode("utf-8-sig"))))
        assert rows[-1][-1] == "24.00", "its last row is the sum"
        return len(rows) - 2
    assert file.startswith(b"%PDF-")
    assert file.rstrip().endswith(b"%%EOF")
    return TAKEN


@pytest.mark.parametrize("form", files.FORMS)
def test_killed_amid_a_statement_s_file_none_is_served_and_asked_again_it_is_whole(
    take, teahouse, owner, web, folder, form
):
    for _voucher in range(TAKEN):
        take(MORNING, fen=800)
    statement = closed(teahouse)
    steps = statement.steps.count()
    cookie = browser_of_leader(owner.user).cookies[settings.SESSION_COOKIE_NAME].value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {StatementLine._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        cut_off = asked_for(web, cookie, statement, form)
        wait_until(is_waiting_for_lines, "it reads the lines")
        web.kill()

    with pytest.raises((http.client.HTTPException, ConnectionError)):
        cut_off.getresponse().read()

    assert not list(folder.iterdir()), "nothing is left on the disk"
    web.start()
    answer = asked_for(web, cookie, statement, form).getresponse()
    file = answer.read()
    assert answer.status == 200, file[:2000]
    assert lines_in(form, file) == TAKEN
    assert (Statement.objects.count(), statement.steps.count()) == (1, steps)
    assert statement.lines.count() == TAKEN
