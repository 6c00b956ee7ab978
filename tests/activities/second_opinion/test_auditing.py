"""The audit's second opinion: silent where the scorer was right, and a word for each lie, also one that balances."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from activities.models import Activity, Assessment, Recounting
from activities.second_opinion import auditing
from activities.second_opinion.auditing import Sample
from credits import audit as credits_audit
from tests.activities.test_best_counting import DAY, DEVICE, HOUR, MINUTE, OPERATOR, TYPED, idle, meal, metro, report
from tests.audits import of_acts
from tests.conftest import NOW, make_citizen, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

SECOND = timedelta(seconds=1)

EVERYBODY = Sample()
RECOUNTED = "recounting_disputed: activity"


def found(sample: Sample = EVERYBODY) -> list[str]:
    return [str(finding) for finding in auditing.findings(sample)]


def tamper(statement: str, *parameters: object) -> None:
    """As somebody with the database's own password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def acts(alice) -> list[Activity]:
    """An idle day that took a ride's place, six rides outside of it, and steps: what an audit sees of a citizen."""
    report(
        alice,
        [
            (ride(2000, ago=2 * HOUR), OPERATOR),
            (idle(), OPERATOR),
            *((ride(2000, ago=2 * DAY - number * HOUR), DEVICE) for number in range(1, 8)),
            (walk(8000), DEVICE),
        ],
    )
    return list(Activity.objects.order_by("pk"))


def test_nothing_is_disputed_of_what_the_scorer_did(acts):
    assert found() == []


def raise_together(act: Activity, *, grams: int, credits: int) -> None:
    """Raises an assessment with its award, and the balances with it, so that no other rule of the audit sees it."""
    tamper(
        "UPDATE activities_assessment SET grams = grams + %s, credits = credits + %s WHERE activity_id = %s",
        grams,
        credits,
        act.pk,
    )
    tamper(
        "WITH raised AS ("
        "  UPDATE credits_transfer SET amount = amount + %s WHERE reference = %s RETURNING debit_id, credit_id"
        ") UPDATE credits_ledgeraccount AS account SET balance = balance"
        "  + CASE WHEN account.id = raised.credit_id THEN %s ELSE -%s END"
        "  FROM raised WHERE account.id IN (raised.debit_id, raised.credit_id)",
        credits,
        f"act:{act.pk}",
        credits,
        credits,
    )


def test_credits_raised_together_with_their_award_are_named(acts):
    walked = acts[-1]
    raise_together(walked, grams=100, credits=10)
    assert list(credits_audit.findings()) == []

    assert [str(finding) for finding in of_acts()] == [
        f"assessment_disputed: activity {walked.pk} earned 260 g and 26 credits; reckoned anew it is 160 g and 16"
    ]


def test_a_cap_that_was_passed_is_named(acts):
    """Six of the seven rides of a day count."""
    seventh = acts[-2]
    assert Assessment.objects.get(pk=seventh.pk).cuts
    tamper("UPDATE activities_assessment SET grams = 67 WHERE activity_id = %s", seventh.pk)

    assert found() == [
        f"assessment_disputed: activity {seventh.pk} earned 67 g and 0 credits; reckoned anew it is 0 g and 0"
    ]


def test_a_recounting_that_was_removed_is_named(acts):
    covered, idle_day = acts[:2]
    assert set(Recounting.objects.values_list("pk", flat=True)) == {covered.pk, idle_day.pk}
    Recounting.objects.filter(pk=covered.pk).delete()

    assert found() == [f"{RECOUNTED} {covered.pk} counts with 0 g, 0 credits, 0 acts besides its pay; anew -67, -6, -1"]


def test_a_recounting_that_was_changed_is_named(acts):
    idle_day = acts[1]
    Recounting.objects.filter(pk=idle_day.pk).update(grams=0)

    assert found() == [f"{RECOUNTED} {idle_day.pk} counts with 0 g, 6 credits, 0 acts besides its pay; anew 67, 6, 0"]


def test_a_recounting_of_nothing_is_named(acts):
    walked = acts[-1]
    lie = {"citizen_id": walked.citizen_id, "scenario_id": walked.scenario_id, "city_day": walked.city_day}
    Recounting.objects.create(pk=0, grams=-1, credits=0, acts=0, **lie)

    assert [str(finding) for finding in of_acts()] == ["recounting_is_not_its_act: recounting of activity 0"]


@pytest.mark.parametrize("column", ["citizen_id = citizen_id + 1", "scenario_id = 0", "city_day = city_day + 1"])
def test_a_recounting_of_another_citizen_scenario_or_day_is_named(acts, column):
    covered = acts[0]
    tamper(f"UPDATE activities_recounting SET {column} WHERE activity_id = %s", covered.pk)

    codes = [finding.code for finding in of_acts()]
    assert "recounting_is_not_its_act" in codes


@pytest.mark.parametrize("quantified", ['"2000.5"', '"much"', "null"])
def test_another_exact_quantity_is_named(acts, quantified):
    walked = acts[-1]
    tamper(
        "UPDATE activities_assessment SET facts = jsonb_set(facts, '{quantified}', %s) WHERE activity_id = %s",
        quantified,
        walked.pk,
    )

    said = "2000.5" if quantified == '"2000.5"' else "no"
    assert found() == [f"quantity_disputed: activity {walked.pk} avoided {said} g exactly; reckoned anew it is 160 g"]


def test_a_claim_that_lost_its_number_is_named(acts):
    walked = acts[-1]
    tamper("UPDATE activities_activity SET values = '{}' WHERE id = %s", walked.pk)

    assert found() == [f"assessment_disputed: activity {walked.pk} cannot be reckoned anew"]


def test_a_claim_that_was_raised_afterwards_is_named(acts):
    walked = acts[-1]
    tamper("""UPDATE activities_activity SET values = '{"steps": 100}' WHERE id = %s""", walked.pk)

    assert found() == [
        f"quantity_disputed: activity {walked.pk} avoided 160 g exactly; reckoned anew it is 2 g",
        f"assessment_disputed: activity {walked.pk} earned 160 g and 16 credits; reckoned anew it is 2 g and 0",
    ]


# What was assessed before


def assessed(act: Activity, at: datetime) -> None:
    """It was assessed then, and recorded by then."""
    tamper("UPDATE activities_assessment SET assessed_at = %s WHERE activity_id = %s", at, act.pk)
    tamper("UPDATE activities_activity SET recorded_at = %s WHERE id = %s", at, act.pk)


@pytest.fixture
def in_force(db) -> datetime:
    """Stretches have been counted as they are now since noon."""
    MigrationRecorder.Migration.objects.filter(app="activities", name="0013_recounting").update(applied=NOW)
    return NOW


def test_what_was_assessed_before_keeps_what_it_earned(alice, in_force):
    """A short ride was credited beside the idle day over it, and what is of that month's journeys is not judged."""
    report(alice, [(ride(2000), DEVICE), (walk(8000), DEVICE)])
    earlier, walked = Activity.objects.order_by("pk")
    raise_together(earlier, grams=1, credits=1)
    assessed(earlier, NOW - MINUTE)
    raise_together(walked, grams=1, credits=1)

    assert found() == [
        f"assessment_disputed: activity {walked.pk} earned 161 g and 17 credits; reckoned anew it is 160 g and 16"
    ]


def test_the_month_after_is_judged_unless_an_act_lasted_into_it(in_force):
    """The rides of November were assessed before; one over the midnight of the first joins December to them."""
    first = datetime(2026, 12, 1, tzinfo=NOW.tzinfo) - 8 * HOUR
    now = first + 12 * HOUR
    apart, joined = make_citizen(), make_citizen()
    for citizen, last in ((apart, first - 20 * MINUTE), (joined, first - 5 * MINUTE)):
        record(citizen, ride(2000, ago=NOW - last), ride(2000, ago=NOW - first - HOUR), now=now)
    score_everything(now)
    for act in Activity.objects.all():
        if act.started_at < first:
            assessed(act, NOW - MINUTE)
        else:
            raise_together(act, grams=1, credits=1)

    december = Activity.objects.get(citizen=apart, started_at__gte=first)
    assert found() == [
        f"assessment_disputed: activity {december.pk} earned 68 g and 7 credits; reckoned anew it is 67 g and 6"
    ]


# What cannot be reckoned with


@pytest.mark.parametrize(
    "facts", ["[]", "null", "7", '"160"', '{"quantified": "1/0"}', '{"quantified": "1e999999999"}']
)
def test_facts_that_are_no_facts_are_named_and_stop_no_audit(acts, facts):
    walked = acts[-1]
    tamper("UPDATE activities_assessment SET facts = %s WHERE activity_id = %s", facts, walked.pk)
    tamper("UPDATE activities_assessment SET grams = 68 WHERE activity_id = %s", acts[2].pk)

    assert found() == [
        f"assessment_disputed: activity {acts[2].pk} earned 68 g and 6 credits; reckoned anew it is 67 g and 6",
        f"quantity_disputed: activity {walked.pk} avoided no g exactly; reckoned anew it is 160 g",
    ]


@pytest.mark.parametrize(
    "document",
    ["[]", "{}", '{"methodology": []}', '{"methodology": "walking"}', '{"methodology": "clean-plate"}', "7"],
)
def test_a_version_that_cannot_be_read_is_named_and_stops_no_audit(acts, document):
    walked = acts[-1]
    own = "(SELECT version_id FROM activities_assessment WHERE activity_id = %s)"
    tamper(f"UPDATE scenarios_ruleversion SET document = %s WHERE id = {own}", document, walked.pk)
    tamper("UPDATE activities_assessment SET grams = 68 WHERE activity_id = %s", acts[2].pk)

    assert sorted(found()) == sorted(
        [
            f"assessment_disputed: activity {acts[2].pk} earned 68 g and 6 credits; reckoned anew it is 67 g and 6",
            f"assessment_disputed: activity {walked.pk} cannot be reckoned anew",
        ]
    )


@pytest.mark.parametrize("change", ["document = jsonb_set(document, '{caps}', '[{}]')", "id = -id"])
def test_a_version_that_lost_its_caps_or_is_gone_is_named(acts, change):
    walked = acts[-1]
    own = "(SELECT version_id FROM activities_assessment WHERE activity_id = %s)"
    tamper(f"UPDATE scenarios_ruleversion SET {change} WHERE id = {own}", walked.pk)

    assert found() == [f"assessment_disputed: activity {walked.pk} cannot be reckoned anew"]


def test_a_version_that_is_published_no_more_is_still_reckoned_by(acts):
    """That it is not in force is another rule's to say; this one goes on with what it holds."""
    tamper("UPDATE scenarios_ruleversion SET published_at = NULL")

    assert found() == []


@pytest.mark.parametrize("claim", ["[]", "null", "7", '{"steps": "many"}'])
def test_a_claim_that_is_no_claim_is_named(acts, claim):
    walked = acts[-1]
    tamper("UPDATE activities_activity SET values = %s WHERE id = %s", claim, walked.pk)

    assert found() == [f"assessment_disputed: activity {walked.pk} cannot be reckoned anew"]


def test_a_time_beyond_all_time_is_named_and_stops_no_audit(acts):
    tamper("UPDATE activities_activity SET ended_at = '20000-01-01' WHERE id = %s", acts[-1].pk)

    assert [finding.partition(": ")[0] for finding in found()] == ["assessment_disputed"]


# In which order


def test_honest_acts_are_not_disputed_where_a_clock_was_set_back(alice):
    """The time of assessing is the wall clock of whichever worker, read before it had the citizen's lock."""
    ridden = ride(2000)
    for place, grade in enumerate((TYPED, DEVICE)):
        record(alice, ridden, evidence=grade)
        score_everything(NOW - place * SECOND)

    assert [str(finding) for finding in of_acts()] == []
    assert list(credits_audit.findings()) == []


def test_a_lie_is_named_though_a_clock_was_set_back(alice):
    ridden = ride(2000)
    for place, grade in enumerate((TYPED, DEVICE)):
        record(alice, ridden, evidence=grade)
        score_everything(NOW - place * SECOND)
    first, _second = Activity.objects.order_by("pk")
    raise_together(first, grams=1, credits=1)

    assert f"assessment_disputed: activity {first.pk} earned" in "\n".join(found())


def test_a_refused_act_that_was_tried_again_counts_after_those_that_came_before_it(alice):
    """Recorded first and scored last: what took its place meanwhile keeps it."""
    first, second = ride(2000, client_id="first"), ride(2000, client_id="second")
    record(alice, first)
    refused = Activity.objects.get()
    tamper("UPDATE activities_activity SET status = 'rejected', refusal = 'not_in_force' WHERE id = %s", refused.pk)
    tamper("DELETE FROM activities_queuedact")
    record(alice, second)
    score_everything(NOW)
    record(alice, first)
    score_everything(NOW + HOUR)

    assert list(Assessment.objects.order_by("pk").values_list("grams", flat=True)) == [0, 67]
    assert [str(finding) for finding in of_acts()] == []


# The sample


def test_the_sample_follows_from_its_seed():
    citizens = [make_citizen() for _number in range(12)]
    for citizen in citizens:
        record(citizen, walk(1000))

    monday, tuesday = Sample("2026-11-23", 5).citizens(), Sample("2026-11-24", 5).citizens()

    assert Sample("2026-11-23", 5).citizens() == monday
    assert len(set(monday)) == len(set(tuesday)) == 5
    assert monday != tuesday
    assert set(Sample("", 20).citizens()) == {citizen.pk for citizen in citizens}


def test_only_the_sample_is_looked_at():
    citizens = [make_citizen() for _number in range(6)]
    for citizen in citizens:
        report(citizen, [(walk(8000), DEVICE)])
    tamper("UPDATE activities_assessment SET grams = 170")

    assert len(found(Sample("", 4))) == 4
    # Two seeds may choose the same four of six.
    assert len({tuple(found(Sample(f"{seed}", 4))) for seed in range(9)}) > 1


def test_statements_do_not_grow_with_what_is_looked_at(django_assert_num_queries):
    def look(most: int) -> None:
        with django_assert_num_queries(7):
            assert list(auditing.findings(EVERYBODY)) == []
        assert most

    first = make_citizen()
    report(first, [(walk(8000), DEVICE)])
    look(1)
    for _number in range(4):
        report(make_citizen(), [(ride(2000), TYPED), (metro(), OPERATOR), (meal(), TYPED), (walk(100), DEVICE)])
    look(4)
