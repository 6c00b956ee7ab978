"""An award names its act; those of before name a number that their assessment kept, and both are understood."""

import pytest
from django.db import IntegrityError, connection, transaction

from activities import audit
from activities.award_references import Paid, paid_by
from activities.models import Assessment
from activities.telling.paid import paid_acts
from credits import ledger, statements
from tests.conftest import record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture
def assessments(alice) -> list[Assessment]:
    record(alice, walk(8000), ride(2000))
    score_everything()
    return list(Assessment.objects.order_by("activity_id"))


def as_before(assessment: Assessment, number: int) -> None:
    """Leaves an award as it was written when assessments had a number of their own."""
    posted, kept = assessment.award_reference, f"award:{number}"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE credits_transfer SET reference = %s WHERE reference = %s", [kept, posted])
        cursor.execute("UPDATE credits_transferkey SET reference = %s WHERE reference = %s", [kept, posted])
        cursor.execute("SET LOCAL session_replication_role = origin")
    number_it(assessment, number)
    assessment.refresh_from_db()


def number_it(assessment: Assessment, number: int) -> None:
    """Past the guard of assessments, which came after the numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Assessment.objects.filter(pk=assessment.pk).update(award_number=number)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_award_names_its_act(assessments):
    references = [f"act:{assessment.activity_id}" for assessment in assessments]

    assert [assessment.award_reference for assessment in assessments] == references
    assert [ledger.find(reference).amount for reference in references] == [16, 6]


def test_an_award_of_before_is_found_by_its_number_also_where_an_act_has_the_same(assessments, alice, client):
    first, second = assessments
    as_before(first, second.activity_id)

    lines = statements.page(alice.pk).entries
    acts = paid_acts(line.reference for line in lines)
    client.force_login(alice)

    assert [acts[line.reference].public_id for line in lines] == [second.activity.public_id, first.activity.public_id]
    assert [line.change for line in lines] == [6, 16]
    for assessment, credits in ((first, 16), (second, 6)):
        assert client.get(assessment.activity.get_absolute_url()).context["credited"].change == credits
    assert list(audit.findings()) == []


def test_the_audit_misses_an_award_of_before_by_its_number(assessments):
    as_before(assessments[0], 7)
    number_it(assessments[0], 8)

    assert [finding.code for finding in audit.findings()] == [
        "credited_assessment_without_its_award",
        "award_without_its_assessment",
    ]


def test_a_number_of_before_is_of_one_assessment(assessments):
    as_before(assessments[0], 7)

    with pytest.raises(IntegrityError), transaction.atomic():
        number_it(assessments[1], 7)


@pytest.mark.parametrize(
    ("reference", "paid"),
    [
        ("act:17", Paid(act_id=17)),
        ("award:17", Paid(number=17)),
        ("reversal:17", None),
        ("act:", None),
        ("act:17:0", None),
        ("award:old", None),
    ],
)
def test_a_reference_says_what_it_pays(reference, paid):
    assert paid_by(reference) == paid
