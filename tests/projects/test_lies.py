"""Lies told about units with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from credits import audit as credits_audit
from projects import audit as projects_audit
from projects.models import BlockStatus, Part, Purpose
from projects.registry.keeping import freeze
from projects.registry.ordering import release, retire, transfer
from tests.conftest import NOW
from tests.projects.conftest import issued, make_organisation, seat

BLOCK = "UPDATE projects_unitblock SET"
HELD = "WHERE status = 'held' AND holder_id = (SELECT min(id) FROM projects_organisation)"
LIES = {
    "a unit more of a block": (
        f"{BLOCK} numbers = int8range(lower(numbers), 102) WHERE status = 'buffer'",
        {"units_are_not_as_issued", "block_is_not_where_it_was_moved", "holder_has_other_units"},
    ),
    "another holder's": (
        f"{BLOCK} holder_id = (SELECT max(id) FROM projects_organisation) {HELD}",
        {"block_is_not_where_it_was_moved", "holder_has_other_units"},
    ),
    "from the buffer to the owner": (
        f"{BLOCK} status = 'held', holder_id = (SELECT min(id) FROM projects_organisation) WHERE status = 'buffer'",
        {"block_is_not_where_it_was_moved", "holder_has_other_units"},
    ),
    "retired units live again": (
        f"{BLOCK} status = 'held', holder_id = (SELECT min(id) FROM projects_organisation) WHERE status = 'retired'",
        {"block_is_not_where_it_was_moved", "holder_has_other_units"},
    ),
    "thawed by nobody": (f"{BLOCK} is_frozen = false WHERE is_frozen", {"block_is_not_where_it_was_moved"}),
    "more was verified": (
        "UPDATE projects_issuance SET kilograms = kilograms + 1",
        {"carried_is_not_what_was_left"},
    ),
    "more is carried on": (
        "UPDATE projects_issuance SET carried_kg = carried_kg + 1",
        {"carried_is_not_what_was_left"},
    ),
    "a move of other units": (
        "UPDATE projects_unitmove SET numbers = int8range(lower(numbers), upper(numbers) - 1) WHERE kind = 'retired'",
        {"block_is_not_where_it_was_moved", "move_is_not_its_transfer", "released_by_one"},
    ),
    "a move at another time": (
        "UPDATE projects_unitmove SET happened_at = happened_at - interval '1 day' WHERE kind = 'retired'",
        {"move_is_not_its_transfer"},
    ),
    "a move that went to another": (
        "UPDATE projects_unitmove SET taker_id = giver_id WHERE kind = 'transferred'",
        {"move_is_not_its_transfer", "released_by_one"},
    ),
    "a transfer without a move": (
        """INSERT INTO credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
        SELECT debit_id, credit_id, 1, asset, kind, 'units:9999999', event_at, created_at FROM credits_transfer
        WHERE kind = 'retire'""",
        {"move_is_not_its_transfer", "holder_has_other_units", "transfer_without_its_key"},
    ),
    "a transfer of more": (
        "UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'retire'",
        {"move_is_not_its_transfer", "holder_has_other_units"},
    ),
    "released by another": (
        "UPDATE projects_order SET decided_by_id = (SELECT min(id) FROM accounts_user) WHERE kind = 'retire'",
        {"released_by_one"},
    ),
    "an order of more": (
        "UPDATE projects_order SET numbers = int8range(lower(numbers), upper(numbers) + 1) WHERE kind = 'retire'",
        {"released_by_one"},
    ),
}


@pytest.fixture
def course(project, forest, clerks):
    """Transferred, retired, frozen and set aside: something of each."""
    buyer = make_organisation("锦江会展", "91510100MA00000002")
    editor, releaser = seat(forest, Part.EDITOR), seat(forest, Part.RELEASER)
    block = issued(project, 100_000, clerks).blocks.get(status=BlockStatus.HELD)
    asked = {"by": editor, "words": "", "now": NOW}
    orders = [
        transfer(block=block, tonnes=30, taker=buyer, **asked),
        retire(block=block, tonnes=20, beneficiary="会议", purpose=Purpose.EVENT, **asked),
    ]
    for order in orders:
        release(order=order, by=releaser, now=NOW)
    freeze(block=buyer.blocks.get(), by=clerks[0], words="复核", now=NOW)


def found() -> set[str]:
    return {finding.code for finding in [*projects_audit.findings(), *credits_audit.findings()]}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(course, lie):
    statement, codes = LIES[lie]
    assert found() == set()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount

    assert found() == codes
