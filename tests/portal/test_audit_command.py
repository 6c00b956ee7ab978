"""`audit_ledger`: silent on sound books, and an exit status with a list when something was tampered with."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from activities.models import Assessment
from portal.management.commands import audit_ledger
from tests.conftest import record, ride, score_everything, walk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]


@pytest.fixture(autouse=True)
def _some_acts(alice, bob, catalogue, budget):
    record(alice, walk(8000), ride(2000))
    record(bob, walk(30_000), walk(1))
    score_everything()


def tamper(statement: str) -> None:
    """As somebody with the database's own password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_sound_books_are_said_to_be_sound(capsys):
    call_command("audit_ledger")

    assert capsys.readouterr().out == "the ledger is sound\n"


@contextmanager
def thoughtful(pause_s: float) -> Iterator[None]:
    """Whoever asks the database thinks for so long before each statement of the second opinion."""

    def think(execute: Callable[..., Any], statement: str, *asked: Any) -> Any:
        if "activities_recounting" in statement:
            time.sleep(pause_s)
        return execute(statement, *asked)

    with connection.execute_wrapper(think):
        yield


def test_audit_that_thinks_for_longer_than_a_transaction_may_stand_still_ends(capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '300ms'")

    with thoughtful(pause_s=0.6):
        call_command("audit_ledger")

    assert capsys.readouterr().out == "the ledger is sound\n"
    connection.close()


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (
            "UPDATE activities_assessment SET credits = credits + 1 WHERE grams = 160",
            ["credited_assessment_without_its_award", "assessment_disputed"],
        ),
        (
            "UPDATE activities_assessment SET grams = grams + 1 WHERE grams = 160",
            ["assessment_disputed"],
        ),
        (
            "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE kind = 'available' AND balance = 22",
            ["balance_is_not_its_transfers"],
        ),
        (
            "DELETE FROM credits_transfer WHERE kind = 'award' AND amount = 16",
            [
                "balance_is_not_its_transfers",
                "balance_is_not_its_transfers",
                "key_without_its_transfer",
                "credited_assessment_without_its_award",
            ],
        ),
        (
            "DELETE FROM activities_assessment WHERE grams = 67",
            ["award_without_its_assessment", "scored_without_assessment"],
        ),
        (
            "INSERT INTO activities_activitykey SELECT id, gen_random_uuid(), 0 FROM accounts_user LIMIT 1",
            ["key_without_its_activity"],
        ),
        (
            "DELETE FROM activities_activitykey WHERE activity_id = (SELECT min(id) FROM activities_activity)",
            ["activity_without_its_key"],
        ),
    ],
)
def test_tampering_is_found_and_ends_with_status_1(capsys, statement, codes):
    tamper(statement)

    with pytest.raises(SystemExit) as ended:
        call_command("audit_ledger")

    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == codes
    assert lines[-1] == f"{len(codes)} findings"


def test_of_one_rule_so_many_are_listed_and_all_are_counted(capsys, monkeypatch):
    monkeypatch.setattr(audit_ledger, "MOST_OF_A_RULE", 1)
    tamper("UPDATE activities_assessment SET grams = grams + 1")
    count = Assessment.objects.count()
    assert count > 1

    with pytest.raises(SystemExit):
        call_command("audit_ledger")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["assessment_disputed"] * 2 + [f"{count} findings"]
    assert lines[1] == f"assessment_disputed: and {count - 1} more; --all lists them"

    with pytest.raises(SystemExit):
        call_command("audit_ledger", "--all")
    assert len(capsys.readouterr().out.splitlines()) == count + 1
