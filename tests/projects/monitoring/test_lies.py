"""Lies told about reports with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from projects import audit
from projects.models import FindingKind, Organisation
from projects.monitoring import finding
from tests.conftest import NOW
from tests.projects.monitoring.conftest import sampled, verified
from tests.projects.monitoring.test_reports import issued, opened

LIES = {
    "another number in a line": (
        """UPDATE projects_reportline SET "values" = jsonb_set("values", '{area}', '"7"') WHERE nth = 1""",
        {"lines_are_not_as_submitted"},
    ),
    "a line less": ("DELETE FROM projects_reportline WHERE nth = 2", {"lines_are_not_as_submitted"}),
    "a line of another day": (
        "UPDATE projects_reportline SET ends_on = ends_on - 1 WHERE nth = 1",
        {"lines_are_not_as_submitted"},
    ),
    "another hash": (
        "UPDATE projects_reportversion SET lines_sha256 = repeat('0', 64)",
        {"lines_are_not_as_submitted"},
    ),
    "less reckoned": (
        "UPDATE projects_reportversion SET kilograms = kilograms - 1",
        {"kilograms_are_not_as_reckoned", "more_verified_than_reckoned"},
    ),
    "another reckoning": (
        """UPDATE projects_reportversion SET result = jsonb_set(result, '{reduction_kg}', '"4441.5"')""",
        {"kilograms_are_not_as_reckoned"},
    ),
    "no reckoning": ("UPDATE projects_reportversion SET result = '{}'", {"kilograms_are_not_as_reckoned"}),
    "more verified": (
        "UPDATE projects_verificationstatement SET reckoned_kg = 5000, kilograms = 5000",
        {"more_verified_than_reckoned"},
    ),
    "more of a year": (
        "UPDATE projects_verifiedyear SET kilograms = kilograms + 1",
        {"more_verified_than_reckoned", "more_issued_than_verified"},
    ),
    "a later version": (
        """INSERT INTO projects_reportversion (report_id, nth, parameters, result, troubles, kilograms, lines_sha256)
        SELECT report_id, nth + 1, parameters, result, troubles, kilograms, '' FROM projects_reportversion""",
        {"more_verified_than_reckoned"},
    ),
    "issued for another year": (
        "UPDATE projects_issuance SET vintage = 2026",
        {"more_issued_than_verified"},
    ),
    "a finding open again": (
        "UPDATE projects_finding SET status = 'open'",
        {"verified_with_open_findings", "finding_is_not_as_its_steps_say"},
    ),
    "a step less": (
        "DELETE FROM projects_reportstep WHERE kind = 'closed'",
        {"finding_is_not_as_its_steps_say"},
    ),
    "verified again": (
        "UPDATE projects_monitoringreport SET status = 'submitted'",
        {"report_is_not_as_its_steps_say"},
    ),
    "in verification by the owner": (
        """UPDATE projects_monitoringreport SET status = 'submitted',
        verifier_id = (SELECT owner_id FROM projects_carbonproject)""",
        {"report_is_not_as_its_steps_say", "verifier_is_of_the_owner"},
    ),
    "who verified sat in the owner": (
        """UPDATE projects_seat SET user_id = (SELECT by_id FROM projects_verificationstatement)
        WHERE organisation_id = (SELECT owner_id FROM projects_carbonproject)""",
        {"verified_by_both_sides"},
    ),
}


@pytest.fixture
def everything(submitted, auditor, owner, clerks) -> None:
    """A report with a finding, issued."""
    found = opened(sampled(submitted, auditor), auditor, kind=FindingKind.CL)
    finding.answer(finding=found, words="见台账", sent=None, by=owner, now=NOW)
    finding.close(finding=found, words="一致", by=auditor, now=NOW)
    verified(submitted, auditor, 4440)
    issued(submitted, clerks)


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


def test_a_group_that_comes_about_in_verification_is_told(submitted, verifier):
    Organisation.objects.filter(pk__in=[verifier.pk, submitted.project.owner_id]).update(group="天府集团")

    assert found_by_audit() == {"verifier_is_of_the_owner"}
