"""Lies told about events with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from projects import audit
from projects.events import retiring
from projects.events.verifying import judge
from projects.models import Event
from tests.projects.events.conftest import AFTER, TONNES, measured, planned, retired

VERSION, STEP = "UPDATE projects_eventversion SET", "UPDATE projects_eventstep SET"
LAST = "WHERE phase = 'actual'"
LIES = {
    "less was emitted": (f"{VERSION} kilograms = 1 {LAST}", {"event_emits_other_than_reckoned"}),
    "more was emitted": (
        f"{VERSION} kilograms = 9000 {LAST}",
        {"event_emits_other_than_reckoned", "neutral_without_enough_retired"},
    ),
    "a line less": ("DELETE FROM projects_eventline WHERE nth = 2", {"event_lines_are_not_as_published"}),
    "a line of less": (
        "UPDATE projects_eventline SET values = jsonb_set(values, '{people}', '\"4\"') WHERE \"table\" = 'travel'",
        {"event_lines_are_not_as_published"},
    ),
    "neutral for nothing": ("DELETE FROM projects_eventretirement", {"neutral_without_enough_retired"}),
    "retired for somebody else": (
        "UPDATE projects_order SET beneficiary = '别的活动'",
        {"retired_for_another_than_the_event"},
    ),
    "a gift that counts": ("UPDATE projects_order SET purpose = 'gift'", {"retired_for_another_than_the_event"}),
    "an order that nobody released": (
        "UPDATE projects_order SET status = 'withdrawn', move_id = NULL",
        {"neutral_without_enough_retired", "retired_without_an_order"},
    ),
    "neutral without a certificate": (
        f"{STEP} kind = 'revised', tonnes = NULL WHERE kind = 'neutral'",
        {"event_is_not_as_its_steps_say"},
    ),
    "a verifier that never looked": (
        f"{STEP} kind = 'hidden', words = 'x' WHERE kind = 'checked'",
        {"neutral_without_its_verifier"},
    ),
    "a verifier of the organiser's": (
        f"{STEP} by_id = (SELECT by_id FROM projects_eventstep WHERE kind = 'begun') WHERE kind = 'checked'",
        {"event_checked_by_both_sides"},
    ),
}


@pytest.fixture
def certified(organiser, leader, editor, units, verifier, auditor) -> Event:
    event = measured(planned(organiser, leader), leader, verifier=verifier)
    retired(event, units, TONNES, editor, leader)
    judge(event=event, is_right=True, words="", by=auditor, now=AFTER)
    retiring.certify(event=event, by=leader, now=AFTER)
    assert [*audit.findings()] == []
    return event


@pytest.mark.parametrize("lie", LIES)
def test_each_lie_is_named(certified, lie):
    statement, named = LIES[lie]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount

    assert {finding.code for finding in audit.findings()} == named
