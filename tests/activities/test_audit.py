"""The audit names lies that keep the books balanced: each rule by a lie of its own, and nothing of sound books."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from activities.bound import bound_by
from activities.gate.drafts import Draft
from activities.models import Activity, CountedStretch
from channels.household import vehicles
from credits import audit as credits_audit
from credits import budgets
from credits.accounts import available_accounts
from credits.models import Transfer
from methodologies.base import Span
from scenarios.models import RuleVersion
from scenarios.rules import Evidence
from tests.activities.second_opinion.test_auditing import raise_together, tamper
from tests.audits import of_acts
from tests.conftest import NOW, RELEASED, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KILOMETRES = (0, 20_000)


def codes() -> set[str]:
    return {finding.code for finding in [*credits_audit.findings(), *of_acts()]}


@pytest.fixture
def acts(alice) -> tuple[Activity, ...]:
    """A typed drive, typed steps and a device's ride, on days of the newest rules; the books are sound."""
    vehicles.bind(citizen=alice, plate="川AD12345", engine_ml=None, district="", now=RELEASED)
    begun = RELEASED - 22 * HOUR
    claim = dict(zip(("odometer_start_m", "odometer_end_m"), KILOMETRES, strict=True))
    drive = bound_by(alice).name(Draft("ev-driving", Span.PERIOD, begun, begun + HOUR, claim, "drive"))
    record(alice, drive, walk(8000, now=RELEASED), evidence=Evidence.SELF_DECLARED, now=RELEASED)
    record(alice, ride(2000, now=RELEASED), now=RELEASED)
    score_everything(RELEASED)
    assert codes() == set()
    return tuple(Activity.objects.order_by("pk"))


def version_of(scenario: str, number: int) -> RuleVersion:
    return RuleVersion.objects.get(scenario__code=scenario, number=number)


def assess_by(act: Activity, version_id: int) -> None:
    tamper("UPDATE activities_assessment SET version_id = %s WHERE activity_id = %s", version_id, act.pk)


def known_since(moment: datetime) -> None:
    """The portal of these rules has been there since a moment; before it was another."""
    MigrationRecorder.Migration.objects.filter(app="activities").update(applied=moment)


# By which version


def test_an_assessment_by_a_version_that_was_in_force_no_more_is_named(acts):
    """Typed steps in full, as an older version had it, with their award: twice the credits."""
    _drive, walked, _ride = acts
    raise_together(walked, grams=80, credits=8)
    assess_by(walked, version_of("walking", 1).pk)

    assert codes() == {"assessed_by_another_version"}


def test_an_assessment_by_another_scenarios_version_is_named(acts):
    """A bike ride assessed as a bus ride."""
    *_others, rode = acts
    raise_together(rode, grams=53 - 67, credits=5 - 6)
    assess_by(rode, RuleVersion.objects.filter(scenario__code="bus").latest("effective_from").pk)
    tamper("UPDATE activities_assessment SET facts = %s WHERE activity_id = %s", '{"quantified": "53.8"}', rode.pk)

    assert codes() == {"assessed_by_another_version"}


@pytest.mark.parametrize(
    "change", ["published_at = NULL", "withdrawn_at = now()", "effective_from = '2027-01-01'", "id = -id"]
)
def test_a_version_that_was_not_in_force_is_named(acts, change):
    """A draft, a withdrawn one, one of later days, and one that is gone."""
    _drive, walked, _ride = acts
    tamper(
        f"UPDATE scenarios_ruleversion SET {change}"
        " WHERE id = (SELECT version_id FROM activities_assessment WHERE activity_id = %s)",
        walked.pk,
    )

    assert "assessed_by_another_version" in codes()


def test_a_version_that_was_published_after_the_act_was_assessed_is_not_held_against_it(acts):
    latest = RuleVersion.objects.filter(scenario__code="walking").latest("effective_from")
    RuleVersion.objects.create(
        scenario=latest.scenario,
        number=9,
        effective_from=RELEASED.date(),
        document=latest.document,
        published_at=RELEASED + HOUR,
    )

    assert codes() == set()


# When


@pytest.mark.parametrize(
    ("table", "column"), [("activities_assessment", "assessed_at"), ("activities_activity", "recorded_at")]
)
@pytest.mark.parametrize("days", [2, 4000])
def test_times_that_run_backwards_are_named(acts, table, column, days):
    """A date before migration 0013 takes a lie, and its whole month with it, out of the second reckoner's sight."""
    _drive, walked, _ride = acts
    key = "activity_id" if column == "assessed_at" else "id"
    tamper(f"UPDATE {table} SET {column} = {column} - %s WHERE {key} = %s", days * DAY, walked.pk)

    assert "times_run_backwards" in codes()


def test_a_lie_under_a_false_date_is_disputed_all_the_same(acts):
    _drive, walked, _ride = acts
    raise_together(walked, grams=80, credits=8)
    tamper("UPDATE activities_assessment SET assessed_at = '2015-01-01' WHERE activity_id = %s", walked.pk)

    assert codes() == {"times_run_backwards", "award_at_another_time", "assessment_disputed"}


def test_an_award_at_another_time_than_its_assessment_is_named(acts):
    _drive, walked, _ride = acts
    tamper("UPDATE activities_assessment SET assessed_at = assessed_at + %s WHERE activity_id = %s", HOUR, walked.pk)

    assert codes() == {"award_at_another_time"}


@pytest.mark.parametrize("change", ["city_day = city_day - 1", "started_at = started_at - interval '8 hours'"])
def test_an_act_on_another_day_than_its_own_is_named(acts, change):
    """Its caps are those of another day."""
    *_others, rode = acts
    tamper(f"UPDATE activities_activity SET {change} WHERE id = %s", rode.pk)
    if "started" in change:
        tamper("UPDATE activities_activity SET started_at = started_at - interval '8 hours' WHERE id = %s", rode.pk)

    assert "act_on_another_day" in codes()


# How well proven


@pytest.mark.parametrize(
    ("channel", "evidence"),
    [
        ("api", "photo"),
        ("api", "device"),
        ("api", "provider"),
        ("form", "device"),
        ("file", "photo"),
        ("file", "provider"),
        ("else", "self_declared"),
    ],
)
def test_a_better_grade_than_its_channel_can_give_is_named(acts, channel, evidence):
    """What a token sends is self-declared; here it says that a device has proven it, and is paid so."""
    *_others, rode = acts
    tamper("UPDATE activities_activity SET channel = %s, evidence = %s WHERE id = %s", channel, evidence, rode.pk)

    assert "evidence_is_not_its_channels" in codes()


def test_typed_steps_that_are_paid_as_a_devices_are_named(acts):
    _drive, walked, _ride = acts
    raise_together(walked, grams=80, credits=8)
    tamper("UPDATE activities_activity SET evidence = 'device' WHERE id = %s", walked.pk)

    assert codes() == {"evidence_is_not_its_channels"}


def test_a_grade_that_its_rule_does_not_take_is_named(acts):
    """Nobody keeps steps for a citizen: no rule of walking takes a provider's word."""
    _drive, walked, _ride = acts
    tamper("UPDATE activities_activity SET channel = 'form', evidence = 'provider' WHERE id = %s", walked.pk)

    assert "evidence_is_not_its_channels" in codes()


def test_what_a_token_sent_was_a_devices_once(acts):
    """Before the portal knew better, whatever a token sent counted so, and no typed act named a car."""
    drive, walked, _ride = acts
    known_since(RELEASED + HOUR)
    tamper("UPDATE activities_activity SET evidence = 'device' WHERE id = %s", walked.pk)
    tamper("DELETE FROM activities_countedstretch WHERE activity_id = %s", drive.pk)

    assert codes() == set()


# Out of which pot, until when


@pytest.fixture
def award(acts) -> Transfer:
    *_others, rode = acts
    return Transfer.objects.get(reference=f"act:{rode.pk}")


def move(award: Transfer, *, account: str, to: int) -> None:
    """The award's `debit` or `credit` becomes another account's, with the balances."""
    column, sign = (account, 1) if account == "credit_id" else (account, -1)
    tamper(f"UPDATE credits_transfer SET {column} = %s WHERE id = %s", to, award.pk)
    balance = "UPDATE credits_ledgeraccount SET balance = balance + %s WHERE id = %s"
    tamper(balance, sign * award.amount, to)
    tamper(balance, -sign * award.amount, getattr(award, account))


def test_an_award_out_of_another_budget_than_its_rules_is_named(award):
    other = budgets.open_budget("other", {"zh-hans": "别的", "en": "Other"})
    budgets.fund(other, 8000, reference="fund:other", now=NOW)
    move(award, account="debit_id", to=other.slots.earliest("slot").pk)

    assert codes() == {"award_from_another_budget"}


@pytest.mark.parametrize("until", [date(2026, 12, 31), date(2028, 12, 31), date(2099, 12, 31), date(2027, 12, 30)])
def test_an_award_of_another_vintage_than_its_day_is_named(alice, award, until):
    move(award, account="credit_id", to=available_accounts([alice.pk], until)[alice.pk])

    assert codes() == {"award_of_another_vintage"}


@pytest.mark.parametrize(
    ("moment", "year"),
    [(datetime(2026, 12, 31, 15, 59, tzinfo=UTC), 2027), (datetime(2026, 12, 31, 16, tzinfo=UTC), 2028)],
)
def test_the_vintage_follows_the_city_day_of_posting(alice, moment, year):
    record(alice, walk(8000, now=moment), now=moment)
    score_everything(moment)

    assert Transfer.objects.get(kind="award").credit.expires_on == date(year, 12, 31)
    assert codes() == set()


# What it holds of a thing


def stretch_of(act: Activity, *, metres: bool) -> CountedStretch:
    stretches = CountedStretch.objects.filter(activity_id=act.pk)
    [stretch] = [each for each in stretches if ((each.first, each.last) == KILOMETRES) == metres]
    return stretch


def remove(stretch: CountedStretch) -> None:
    tamper(
        "DELETE FROM activities_countedstretch WHERE activity_id = %s AND thing_id = %s",
        stretch.activity_id,
        stretch.thing_id,
    )


@pytest.mark.parametrize("metres", [True, False])
def test_a_typed_drive_that_holds_nothing_of_its_car_is_named(acts, metres):
    """The same kilometres, or hours, can be told again, by anyone, and nothing would ever say so."""
    drive, *_others = acts
    remove(stretch_of(drive, metres=metres))

    assert codes() == {"act_holds_not_what_it_claims"}


@pytest.mark.parametrize("metres", [True, False])
@pytest.mark.parametrize("change", ["last = first + 1", "first = last - 1", "first = first + 1", "last = last + 1"])
def test_a_stretch_that_is_not_what_its_act_claims_is_named(acts, metres, change):
    """A metre of twenty kilometres, or one more."""
    drive, *_others = acts
    stretch = stretch_of(drive, metres=metres)
    tamper(
        f"UPDATE activities_countedstretch SET {change} WHERE activity_id = %s AND thing_id = %s",
        stretch.activity_id,
        stretch.thing_id,
    )

    assert codes() == {"act_holds_not_what_it_claims", "stretch_is_not_its_acts"}


def test_a_stretch_of_no_act_is_named(acts):
    drive, *_others = acts
    thing = stretch_of(drive, metres=True).thing_id
    tamper("INSERT INTO activities_countedstretch (activity_id, thing_id, first, last) VALUES (0, %s, 7, 8)", thing)

    assert codes() == {"stretch_is_not_its_acts"}


def test_a_record_counts_whole(acts):
    """Another stretch than the whole of a record leaves room for a second one."""
    drive, _walked, rode = acts
    thing = stretch_of(drive, metres=True).thing_id
    hold: Callable[[int, int], None] = lambda first, last: tamper(  # noqa: E731, two lies that differ in numbers
        "INSERT INTO activities_countedstretch (activity_id, thing_id, first, last) VALUES (%s, %s, %s, %s)",
        rode.pk,
        thing,
        first,
        last,
    )
    hold(90_000, 90_001)

    assert codes() == {"stretch_is_not_its_acts"}


def test_a_stretch_of_a_thing_that_is_gone_is_named(acts):
    tamper("DELETE FROM activities_thing")

    assert codes() == {"stretch_of_no_thing"}


# What cannot be read


def test_a_row_that_cannot_be_read_hides_nothing_else(acts):
    """Words where a number stood: the rules that read it say so, and the others go on."""
    drive, walked, rode = acts
    tamper("""UPDATE activities_activity SET values = '{"odometer_start_m": "x"}' WHERE id = %s""", drive.pk)
    raise_together(walked, grams=80, credits=8)
    tamper("UPDATE activities_activity SET city_day = city_day - 1 WHERE id = %s", rode.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert {"stretch_is_not_its_acts", "assessment_disputed", "act_on_another_day"} <= codes()
