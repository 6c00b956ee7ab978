"""Lies told about pooling with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from activities.models import Activity
from projects import audit
from projects.monitoring import drafting, submitting
from projects.pooling import closing, gathering, proceeds
from tests.conftest import NOW
from tests.projects.pooling.conftest import agreed, gathered
from tests.projects.pooling.test_course import handed_in, issued, paid, stated, taken_back, worth

LIES = {
    "more grams of an act": (
        "UPDATE projects_pooledact SET grams = grams + 1 WHERE nth = 2",
        {"pooled_otherwise_than_scored", "month_is_not_its_acts", "counted_otherwise_than_pooled"},
    ),
    "an act of somebody else": (
        "UPDATE projects_pooledact SET citizen_id = (SELECT max(citizen_id) FROM projects_pooledact) WHERE nth = 1",
        {"pooled_otherwise_than_scored"},
    ),
    "an act less": (
        "DELETE FROM projects_pooledact WHERE nth = 2",
        {"month_is_not_its_acts", "counted_otherwise_than_pooled"},
    ),
    "a consent that was never given": (
        "DELETE FROM projects_poolconsent WHERE citizen_id = (SELECT min(citizen_id) FROM projects_pooledact)",
        {"pooled_without_consent"},
    ),
    "a consent given later": (
        "UPDATE projects_poolconsent SET given_at = given_at + interval '60 days'",
        {"pooled_without_consent"},
    ),
    "a consent that had ended": (
        "UPDATE projects_poolconsent SET ended_at = given_at + interval '40 days'",
        {"pooled_without_consent"},
    ),
    "another count": (
        "UPDATE projects_poolcount SET grams = grams + 1",
        {"month_is_not_its_acts", "counted_otherwise_than_pooled"},
    ),
    "a count of more citizens": (
        "UPDATE projects_poolcount SET citizens = citizens + 1",
        {"counted_otherwise_than_pooled"},
    ),
    "a count of nothing that was pooled": (
        "UPDATE projects_poolcount SET district = 'jinniu'",
        {"counted_otherwise_than_pooled"},
    ),
    "more citizens of a month": (
        "UPDATE projects_pooledmonth SET citizens = citizens + 1",
        {"month_of_other_citizens"},
    ),
    "more in the month, and to carry on": (
        "UPDATE projects_pooledmonth SET acts_g = acts_g + 1, carried_out_g = carried_out_g + 1",
        {"month_is_not_its_acts"},
    ),
    "a kilogram more": (
        "UPDATE projects_pooledmonth SET kilograms = kilograms + 1, acts_g = acts_g + 1000",
        {"month_is_not_its_acts", "reported_otherwise_than_pooled"},
    ),
    "carried from nowhere": (
        "UPDATE projects_pooledmonth SET carried_in_g = 1, carried_out_g = carried_out_g + 1",
        {"carried_otherwise_than_before"},
    ),
    "a month without its report": (
        "UPDATE projects_pooledmonth SET report_id = NULL",
        {"reported_otherwise_than_pooled", "gathered_report_without_its_month", "proceeds_are_not_funded"},
    ),
    "left with other grams": (
        "UPDATE projects_poolleaving SET grams = grams + 1",
        {"left_without_being_taken_back", "month_is_not_its_acts"},
    ),
    "left by nobody": (
        "DELETE FROM activities_revocation",
        {"left_without_being_taken_back"},
    ),
    "more tonnes sold": (
        "UPDATE projects_poolproceeds SET tonnes = tonnes + 1000",
        {"proceeds_are_not_funded"},
    ),
    "more credits than were funded": (
        "UPDATE projects_poolproceeds SET credits = credits + 1",
        {"proceeds_are_not_funded"},
    ),
    "funded without a second person": (
        "UPDATE projects_poolproceeds SET status = 'waiting', decided_by_id = NULL, decided_at = NULL",
        {"proceeds_are_not_funded"},
    ),
}


@pytest.fixture
def everything(pool, riders, clerks, owner, verifier, auditor) -> None:
    """A month from which an act has left, issued and sold."""
    for citizen in riders:
        worth(citizen, 500_000)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    report = handed_in(month, verifier, owner)
    taken_back(Activity.objects.filter(citizen=riders[0]).earliest("pk"), clerks[0])
    drafting.revise(report=report, by=owner, now=NOW)
    submitting.submit(report=report, verifier=None, by=owner, words="", now=NOW)
    stated(report, auditor)
    month.refresh_from_db()
    issued(month, clerks)
    proceeds.agree(entry=paid(month, clerks[0]), by=clerks[1], now=NOW)


def found_by_audit() -> set[str]:
    return {each.code for each in audit.findings()}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(everything, lie):
    statement, codes = LIES[lie]
    assert found_by_audit() == set()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount

    assert found_by_audit() == codes


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE projects_reportstep SET words = '' WHERE kind = 'withdrawn'",
        "UPDATE projects_monitoringreport SET status = 'draft'",
        "UPDATE projects_pooledmonth SET status = 'agreed'",
    ],
)
def test_a_lie_about_a_month_that_was_closed_is_named(pool, riders, clerks, lie):
    for citizen in riders:
        worth(citizen, 500_000)
    month = agreed(gathered(pool, clerks[0]), clerks[1])
    closing.close(month=month, words="核查机构已停业", by=clerks[1], now=NOW)
    while gathering.go_on(now=NOW, batches=5)[1]:
        pass
    assert found_by_audit() == set()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(lie)
        assert cursor.rowcount

    assert "closed_month_counts" in found_by_audit()
