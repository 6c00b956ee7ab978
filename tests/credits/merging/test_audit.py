"""Lies about mergers, told past every trigger: the audit finds each of them, and nothing in what is true."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from credits.models import LedgerAccount
from tests.credits.merging.conftest import found, merged
from tests.merchants.conftest import give

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]

LIES = {
    "another citizen stays": ("UPDATE credits_merger SET stays_id = {clerk}", "merged_without_approval"),
    "the two are swapped": (
        "UPDATE credits_merger SET ended_id = stays_id, stays_id = ended_id",
        "merged_without_approval",
    ),
    "never approved": (
        "UPDATE credits_merger SET status = 'lapsed', decided_by_id = NULL, answer = '', credits = NULL, owed = NULL",
        "merged_without_approval",
    ),
    "approved later": (
        "UPDATE credits_merger SET decided_at = decided_at + interval '1 hour'",
        "merged_without_approval",
    ),
    "approved at once": ("UPDATE credits_merger SET decided_at = asked_at", "merged_without_approval"),
    "of another merger": (
        "UPDATE credits_transfer SET reference = 'merge:900900:0' WHERE kind = 'merge'",
        "merged_without_approval",
    ),
    "a proof is gone": ("DELETE FROM credits_mergerproof WHERE how = 'code'", "merged_without_both_proofs"),
    "a proof of somebody else": (
        "UPDATE credits_mergerproof SET account_id = {clerk} WHERE how = 'code'",
        "merged_without_both_proofs",
    ),
    "a proof of the day before": (
        "UPDATE credits_mergerproof SET proven_at = proven_at - interval '1 day'",
        "merged_without_both_proofs",
    ),
    "approved by who gains": ("UPDATE credits_merger SET decided_by_id = stays_id", "merged_by_an_owner"),
    "agreed to by who gains": (
        "UPDATE credits_merger SET agreed_by_id = ended_id, agreed_at = decided_at",
        "merged_by_an_owner",
    ),
    "a large one by one": ("UPDATE credits_merger SET credits = 10001", "merged_by_an_owner"),
    "more than went over": ("UPDATE credits_merger SET credits = credits + 1", "merger_is_not_its_transfers"),
    "a debt that was none": ("UPDATE credits_merger SET owed = 1", "merger_is_not_its_transfers"),
    "more went over": (
        "UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'merge'",
        "merger_is_not_its_transfers",
    ),
    "the account is open": ("UPDATE accounts_user SET is_active = true WHERE id = {old}", "merged_account_is_open"),
}


def past_all_guards(lie: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("merger_by_others", "merger_is_decided_once", "merger_has_waited"):
            cursor.execute(f"ALTER TABLE credits_merger DROP CONSTRAINT {name}")
    past_all_triggers(lie)


def past_all_triggers(lie: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(lie)
        assert cursor.rowcount > 0
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_found_by_its_rule(lie, old, new, clerk):
    give(old, 50)
    merged(old, new, clerk)
    assert found() == []
    told, rule = LIES[lie]

    past_all_guards(told.format(clerk=clerk.pk, old=old.pk))

    assert rule in {one.partition(":")[0] for one in found()}


def test_what_stays_on_a_merged_account_for_a_day_is_found(old, new, clerk):
    merged(old, new, clerk)
    give(old, 50)
    past_all_triggers("UPDATE credits_transfer SET created_at = now()")
    assert not [one for one in found() if one.startswith("credits_left")], "the job has a day for it"
    past_all_triggers("UPDATE credits_transfer SET created_at = now() - interval '25 hours'")

    [account] = LedgerAccount.objects.filter(owner=old)
    assert account.expires_on >= (timezone.now() + timedelta(hours=8)).date()
    assert [one for one in found() if one.startswith("credits_left")]
