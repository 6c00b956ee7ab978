"""What foreign keys would hold row by row, the statement's own triggers hold."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from activities.models import Activity, Assessment, QueuedAct
from scenarios.models import RuleVersion, Scenario
from tests.conftest import NOW, record, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

NOBODYS = 10**9


@pytest.fixture
def act(alice) -> Activity:
    [recorded] = record(alice, walk(8000))
    return recorded.activity


def test_an_act_of_no_scenario_is_refused(act):
    nowhere = Activity(
        citizen=act.citizen,
        scenario_id=NOBODYS,
        channel="api",
        evidence="device",
        started_at=NOW,
        ended_at=NOW,
        city_day=NOW.date(),
        values={},
        status_at=NOW,
        recorded_at=NOW,
    )

    with pytest.raises(IntegrityError, match="act_of_a_scenario"), transaction.atomic():
        nowhere.save()

    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "guard"), [("activity_id", "assessment_of_an_act"), ("version_id", "assessment_by_a_version")]
)
def test_an_assessment_that_names_nothing_is_refused(act, missing, guard):
    version = RuleVersion.objects.published().get(scenario__code="walking", number=1)
    named = {"activity_id": act.pk, "version_id": version.pk, missing: NOBODYS}

    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        Assessment.objects.create(**named, grams=0, credits=0, facts={}, assessed_at=NOW)

    assert Assessment.objects.count() == 0


@pytest.mark.parametrize(
    "table", ["activities_activity", "scenarios_scenario", "scenarios_ruleversion", "credits_ledgeraccount"]
)
def test_what_others_name_is_never_removed(act, table):
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")

    assert Activity.objects.count() == 1
    assert Scenario.objects.filter(code="walking").exists()
    assert QueuedAct.objects.filter(pk=act.pk).exists()
