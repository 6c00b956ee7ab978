"""Statements that are planned once for a connection."""

import pghistory
import pytest
from django.db import connection, transaction

from common.prepared import Prepared

SUM = Prepared("sum_for_tests", "SELECT $1::bigint + $2::bigint, $3::text")
REST = Prepared("rest_for_tests", "SELECT 17 % $1::bigint")
NOTHING = Prepared("nothing_for_tests", "SELECT 1 WHERE $1::bigint < 0")

pytestmark = pytest.mark.django_db(transaction=True)


def known() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE '%for_tests'")
        return cursor.fetchone()[0]


def test_statement_is_prepared_once_and_answers_each_time():
    assert [SUM.row(1, 2, "it's"), SUM.row(3, 4, "五")] == [(3, "it's"), (7, "五")]
    assert known() == 1


def test_statement_without_rows_has_none():
    assert NOTHING.rows(1) == []
    assert NOTHING.row(1) is None


def test_new_connection_prepares_anew():
    SUM.row(1, 2, "")
    connection.close()
    assert known() == 0

    assert SUM.row(1, 2, "") == (3, "")
    assert known() == 1


def test_sign_of_percent_is_one_also_where_somebody_is_named():
    assert REST.row(5) == (2,)
    connection.close()
    with pghistory.context(user=1):
        assert REST.row(5) == (2,)


def test_rollback_takes_back_no_preparing():
    connection.close()
    with transaction.atomic():
        SUM.row(1, 2, "")
        transaction.set_rollback(True)

    assert SUM.row(3, 4, "") == (7, "")
