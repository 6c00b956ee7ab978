"""Lies told of a project's way with the triggers switched off: each is named by the audit."""

import pytest
from django.db import connection, transaction

from projects import audit
from projects.cycle import commenting, deciding, overlapping, validating
from projects.models import Overlap
from tests.conftest import NOW, make_citizen
from tests.projects.cycle.conftest import AFTER, commented, opinion, published, submitted

STEP = "UPDATE projects_designstep SET"
DESIGN = "UPDATE projects_projectdesign SET"
LAST = "WHERE project_id IS NOT NULL"
LIES = {
    "registered before it was validated": (
        f"{STEP} happened_at = happened_at - interval '1 second' WHERE kind = 'registered'",
        {"registered_without_its_publication", "overlap_passed_over"},
    ),
    "never published": (
        f"{STEP} kind = 'wanted' WHERE kind = 'published'",
        {"registered_without_its_publication", "comment_out_of_its_time"},
    ),
    "published for longer than it was": (
        f"{STEP} until = until + 7 WHERE kind = 'published'",
        {"registered_without_its_publication"},
    ),
    "an answer that came later": (
        "UPDATE projects_answer SET answered_at = answered_at + interval '30 days'",
        {"comment_passed_over"},
    ),
    "a comment nobody answered": ("DELETE FROM projects_answer", {"comment_passed_over"}),
    "a comment of before": (
        "UPDATE projects_comment SET commented_at = commented_at - interval '1 day'",
        {"comment_out_of_its_time"},
    ),
    "validated by the owner": (
        f"{STEP} organisation_id = (SELECT owner_id FROM projects_projectdesign {LAST}) WHERE kind = 'validated'",
        {"verifier_not_independent"},
    ),
    "validated by one of the owner's": (
        f"{STEP} by_id = (SELECT user_id FROM projects_seat ORDER BY id LIMIT 1) WHERE kind = 'validated'",
        {"verifier_not_independent"},
    ),
    "registered by one of the owner's": (
        f"{STEP} by_id = (SELECT user_id FROM projects_seat ORDER BY id LIMIT 1) WHERE kind = 'registered'",
        {"decided_by_a_party"},
    ),
    "registered by who had submitted and left": (
        f"""UPDATE projects_seat SET ended_at = begun_at + interval '1 second';
        {STEP} by_id = (SELECT max(by_id) FROM projects_designversion) WHERE kind = 'registered'""",
        {"decided_by_a_party"},
    ),
    "registered without a step": (
        f"{STEP} kind = 'wanted' WHERE kind = 'registered'",
        {"design_is_not_where_its_steps_say", "registered_without_its_publication", "overlap_passed_over"},
    ),
    "another method": ("UPDATE projects_carbonproject SET method = 'wetland'", {"project_is_not_its_design"}),
    "other parameters": (
        "UPDATE projects_carbonproject SET parameters = jsonb_set(parameters, '{given,area_rate,value}', '\"90\"')",
        {"project_is_not_its_design"},
    ),
    "longer credited": (
        "UPDATE projects_carbonproject SET credited_until = credited_until + 365",
        {"project_is_not_its_design"},
    ),
    "a number in another mechanism": (
        """UPDATE projects_designthing SET kind = 'mechanism', name = 'CCER1'
        WHERE id = (SELECT max(id) FROM projects_designthing)""",
        {"other_mechanism_passed_over"},
    ),
    "an overlap that nobody decided": ("DELETE FROM projects_ruling", {"overlap_passed_over"}),
}


@pytest.fixture
def course(cast):
    """Commented, answered, validated, an overlap decided, registered."""
    submitted(cast)
    design = published(cast)
    commenting.answer(comment=commented(design, by=make_citizen()), words="见附图", by=cast.by, now=NOW)
    validating.assign(design=design, verifier=cast.verifier, by=cast.clerk, now=AFTER)
    opinion(design, cast)

    for overlap in Overlap.objects.all():
        overlapping.rule(overlap=overlap, words="同一单位分期申报", by=cast.clerk, now=AFTER)
    deciding.register(design=design, by=cast.clerk, now=AFTER)


def found() -> set[str]:
    return {finding.code for finding in audit.findings()}


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
