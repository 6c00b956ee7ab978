"""Until when an act may arrive: by the rule of the day on which it does, and by its own day's rule besides."""

import json
from datetime import timedelta

import pytest

from activities.gate.drafts import Draft
from activities.intake import Recorded
from activities.models import Activity, ActivityKey
from common.city_time import city_day
from credits import statements
from methodologies.base import Span
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import Evidence
from tests.channels.files.conftest import counts, reasons, sent_and_read
from tests.conftest import NOW, RELEASED, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

DAY = timedelta(days=1)
DEVICE = ("walking", "bike-share", "ebike-share", "metro", "bus", "ev-driving", "idle-car")
"""The scenarios that took a device's acts however late."""
CLAIMS = {
    "walking": (Span.DAY, {"steps": 8000}),
    "ev-driving": (Span.PERIOD, {"odometer_start_m": 0, "odometer_end_m": 20_000}),
    "idle-car": (Span.PERIOD, {"odometer_start_m": 0, "odometer_end_m": 0}),
}


def on_day(scenario, days_ago, now):
    """An act that was over so many days ago."""
    span, values = CLAIMS.get(scenario, (Span.PERIOD, {"distance_m": 5000}))
    if span is Span.DAY:
        return walk(8000, days_ago=days_ago, now=now)
    length = DAY if scenario == "idle-car" else timedelta(minutes=30)
    return Draft(scenario, span, now - days_ago * DAY - length, now - days_ago * DAY, values)


def publish(scenario, day, number=9, **windows):
    """A further version from that day on, which takes these grades alone, each for so many days."""
    latest = RuleVersion.objects.filter(scenario__code=scenario).latest("effective_from")
    unit = next(iter(latest.document["windows"].values()))
    taken = {grade: {**unit, "value": days} for grade, days in windows.items()}
    RuleVersion.objects.create(
        scenario=Scenario.objects.get(code=scenario),
        number=number,
        effective_from=day,
        document={**latest.document, "windows": taken, "worth": {}, "most_grams": {}},
        published_at=NOW,
    )


@pytest.mark.parametrize("scenario", DEVICE)
def test_a_file_of_a_device_may_be_thirty_days_late_and_no_later(alice, scenario):
    on_time, late = record(alice, *(on_day(scenario, days, RELEASED) for days in (30, 31)), now=RELEASED)

    assert isinstance(on_time, Recorded)
    last_day = (city_day(RELEASED) - DAY).isoformat()
    assert (late.error.code, late.error.facts) == ("too_late", {"last_day": last_day})
    assert Activity.objects.get() == on_time.activity
    assert ActivityKey.objects.count() == 1


def test_the_rule_of_arrival_closes_the_days_of_older_rules_too(alice):
    long_ago = record(alice, walk(8000, days_ago=3650), now=NOW)[0]
    refused = record(alice, walk(8000, days_ago=3650, now=RELEASED), now=RELEASED)[0]

    assert isinstance(long_ago, Recorded)
    assert refused.error.code == "too_late"
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("own", "arriving", "most"), [(7, 3, 3), (3, 7, 3), (7, None, 7), (None, 3, 3), (None, None, 3000)]
)
def test_the_stricter_of_both_windows_counts(alice, own, arriving, most):
    RuleVersion.objects.filter(scenario__code="walking").update(withdrawn_at=NOW)
    publish("walking", "2015-06-01", number=9, device=own)
    publish("walking", city_day(NOW), number=10, device=arriving)

    on_time, late = record(alice, walk(8000, days_ago=most), walk(8000, days_ago=most + 1))

    assert isinstance(on_time, Recorded)
    assert isinstance(late, Recorded) is (own is None and arriving is None)


@pytest.mark.parametrize("days_ago", [0, 1])
def test_a_grade_is_taken_where_both_rules_take_it(alice, days_ago):
    """Yesterday typed steps were taken and a photo was not; today it is the other way round."""
    publish("walking", city_day(NOW), photo=7)

    typed, shown = (
        record(alice, walk(8000, days_ago=days_ago), evidence=grade)[0]
        for grade in (Evidence.SELF_DECLARED, Evidence.PHOTO)
    )

    assert typed.error.code == "evidence_not_accepted"
    assert isinstance(shown, Recorded) is (days_ago == 0)


def test_the_operators_record_may_arrive_however_late(alice):
    [outcome] = record(alice, ride(2000, ago=20 * DAY), evidence=Evidence.PROVIDER, now=RELEASED + 365 * DAY)

    assert isinstance(outcome, Recorded)


def test_a_thousand_days_in_one_call_are_eight(client, alice, token_of, time_machine):
    """What a new number once made of a token of its own in one call: 29,000 credits."""
    time_machine.move_to(RELEASED, tick=False)
    days = [(city_day(RELEASED) - number * DAY).isoformat() for number in range(1000)]
    items = [
        {"id": f"day-{day}", "scenario": "walking", "day": day, "claim": {"steps": 14_800}} for day in reversed(days)
    ]

    answer = client.post(
        "/api/v1/activities",
        json.dumps({"activities": items}),
        content_type="application/json",
        headers=token_of(alice),
    ).json()
    score_everything(RELEASED)

    assert (answer["recorded"], answer["refused"]) == (8, 992)
    assert {result["problem"]["code"] for result in answer["results"] if "problem" in result} == {"too_late"}
    assert set(Activity.objects.values_list("evidence", flat=True)) == {"self_declared"}
    assert statements.available(alice.pk, today=city_day(RELEASED)) == 8 * 14


@pytest.mark.parametrize(
    ("header", "recorded", "grade", "credits"),
    [("date,steps", 8, "self_declared", 8 * 8), ("Date,Step count", 31, "device", 31 * 16)],
)
def test_rows_of_a_file_arrive_as_late_as_its_format_may(alice, header, recorded, grade, credits):
    days = [city_day(RELEASED) - number * DAY for number in range(40)]

    job = sent_and_read(alice, "\n".join([header, *(f"{day},8000" for day in days)]), RELEASED)
    score_everything(RELEASED)

    assert counts(job) == {"recorded": recorded, "refused": 40 - recorded}
    assert (
        reasons(job)[-1][1]
        == f"这一天的行为最晚 2026年{'11月5日' if recorded == 8 else '11月28日'} 提交，现在已经过了期限。"
    )
    assert set(Activity.objects.values_list("evidence", flat=True)) == {grade}
    assert statements.available(alice.pk, today=city_day(RELEASED)) == credits


def test_the_form_refuses_a_day_too_late_with_the_last_day_that_was_in_time(client, alice, time_machine):
    time_machine.move_to(RELEASED, tick=False)
    client.force_login(alice)

    answer = client.post("/act/walking/", {"day": "2026-11-29", "steps": "8000"})

    assert "这一天的行为最晚 2026年12月6日 提交，现在已经过了期限。" in answer.content.decode()
    assert not Activity.objects.exists()
