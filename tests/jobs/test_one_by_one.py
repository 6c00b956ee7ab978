"""Chores row by row: what raises is passed over and written down, unless the database itself is away."""

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from jobs import one_by_one
from tests.conftest import make_citizen


def test_each_row_is_done_once_in_its_order_and_within_the_limit(db):
    rows = [make_citizen().pk for _ in range(5)]
    seen: list[int] = []

    def deed(row_id: int) -> bool:
        seen.append(row_id)
        if row_id == rows[0]:
            raise ValueError
        return row_id != rows[1]

    due = User.objects.filter(pk__in=rows).order_by("pk")
    assert one_by_one.each(due, deed, limit=2) == 2
    assert seen == rows[:4]


def test_what_a_row_wrote_before_it_raised_is_taken_back(db, caplog):
    one, other = make_citizen(), make_citizen()

    def deed(row_id: int) -> bool:
        User.objects.filter(pk=row_id).update(is_active=False)
        if row_id == one.pk:
            User.objects.filter(pk=row_id).update(public_id=other.public_id)
        return True

    assert one_by_one.each(User.objects.order_by("pk"), deed, limit=10) == 1
    assert list(User.objects.order_by("pk").values_list("is_active", flat=True)) == [True, False]
    assert f"accounts.User {one.pk}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_connection_that_was_cut_is_made_again_and_the_chore_goes_on():
    rows = [make_citizen().pk for _ in range(2)]

    def deed(row_id: int) -> bool:
        if row_id == rows[0]:
            cut()
        return True

    assert one_by_one.each(User.objects.order_by("pk"), deed, limit=10) == 1


@pytest.mark.django_db(transaction=True)
def test_database_that_went_away_ends_the_chore(monkeypatch):
    rows = [make_citizen().pk for _ in range(2)]
    seen: list[int] = []

    def deed(row_id: int) -> bool:
        seen.append(row_id)
        cut()
        return True

    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        with pytest.raises(OperationalError):
            one_by_one.each(User.objects.order_by("pk"), deed, limit=10)

    assert seen == rows[:1]


def cut() -> None:
    """Ends the connection as a server does that stops."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
