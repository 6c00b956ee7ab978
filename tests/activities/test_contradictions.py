"""Two ways of saying one thing must agree, through every door; what is refused leaves nothing behind."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from activities.gate.drafts import Draft
from activities.intake import Recorded
from activities.models import Activity, ActivityKey
from common.city_time import city_day, day_span
from common.errors import rebuilt
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.conftest import NOW, RELEASED, record

pytestmark = pytest.mark.usefixtures("catalogue")

A_MONTH_ON = RELEASED + timedelta(days=30)
LINE_2 = {"origin": "xipu", "destination": "chunxilu"}
"""17,385 m along the lines."""
SAME = {
    "en": "You got on and off at the same station: that is no journey.",
    "zh-hans": "上车站和下车站是同一个站，不算一次出行。",
}
ONE = {
    "en": "Name the station where you got on and the one where you got off, or neither.",
    "zh-hans": "上车站和下车站要么都填，要么都不填。",
}
TOO_FAR = {
    "en": "Distance by the fare system against that along the lines: 460.16 % is not between 80 % and 125 %.",
    "zh-hans": "票务系统里程与线网里程之比是 460.16 %，应在 80 %到 125 %之间。",
}


def metro(values, now=RELEASED):
    return Draft("metro", Span.PERIOD, now - timedelta(hours=3), now - timedelta(hours=1), values)


def period(scenario, values, days):
    first = day_span(city_day(A_MONTH_ON) - timedelta(days=days))[0]
    return Draft(scenario, Span.PERIOD, first, first + timedelta(days=days), values)


@pytest.mark.parametrize("now", [NOW, RELEASED])
@pytest.mark.parametrize("grade", Evidence)
@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"origin": "xipu", "destination": "xipu", "distance_m": 80_000}, SAME),
        ({"origin": "xipu", "destination": "xipu"}, SAME),
        ({"origin": "xipu", "distance_m": 17_385}, ONE),
        ({"destination": "xipu"}, ONE),
    ],
)
def test_stations_that_make_no_journey_are_refused_on_any_day_by_any_grade(alice, values, sentences, grade, now):
    [refused] = record(alice, metro(values, now), evidence=grade, now=now)

    assert refused.error.code == "contradicts_itself"
    for language, sentence in sentences.items():
        with translation.override(language):
            assert rebuilt(refused.error.code, refused.error.facts).sentence == sentence
    assert not Activity.objects.exists()
    assert not ActivityKey.objects.exists()


@pytest.mark.parametrize("language", TOO_FAR)
def test_a_fare_distance_far_from_that_of_its_stations_is_refused(alice, language):
    [refused] = record(alice, metro({**LINE_2, "distance_m": 80_000}), evidence=Evidence.PROVIDER, now=RELEASED)

    with translation.override(language):
        assert refused.error.sentence == TOO_FAR[language]
    assert not Activity.objects.exists()


@pytest.mark.parametrize("values", [{}, LINE_2, {"distance_m": 60_000}, {**LINE_2, "distance_m": 18_000}])
def test_a_journey_that_says_it_once_or_agrees_is_recorded(alice, values):
    [outcome] = record(alice, metro(values), evidence=Evidence.PROVIDER, now=RELEASED)

    assert isinstance(outcome, Recorded)


RESTRICTED = "Days on which the plate may not drive"


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (
            period("idle-car", {"odometer_start_m": 1, "odometer_end_m": 1, "restricted_days": -4}, 1),
            f"{RESTRICTED}: -4 restricted days is not between 0 restricted days and 3 restricted days.",
        ),
        (
            period(
                "electricity-saving",
                {"reading_start_wh": 0, "reading_end_wh": 90_000, "reference_wh": 10**12, "people": 3},
                30,
            ),
            "Use by person and month last year: 333,333,333.33 kWh is more than 500 kWh.",
        ),
    ],
    ids=lambda value: value.scenario if isinstance(value, Draft) else "",
)
def test_a_number_that_the_rest_of_its_claim_makes_unbelievable_is_refused(alice, draft, sentence):
    with translation.override("en"):
        [refused] = record(alice, draft, evidence=Evidence.SELF_DECLARED, now=A_MONTH_ON)

        assert refused.error.sentence == sentence
    assert not Activity.objects.exists()


def test_the_api_points_at_the_station_to_mend(client, alice, token_of, time_machine):
    time_machine.move_to(RELEASED)
    times = {"started_at": "2026-12-07T08:00:00+08:00", "ended_at": "2026-12-07T09:00:00+08:00"}
    claim = {"origin": "xipu", "destination": "xipu", "distance_m": 80_000}
    body = json.dumps({"activities": [{"id": "m", "scenario": "metro", **times, "claim": claim}]})

    answer = client.post(
        "/api/v1/activities",
        body,
        content_type="application/json",
        headers={**token_of(alice), "accept-language": "en"},
    ).json()

    [problem] = [result["problem"] for result in answer["results"]]
    assert (problem["code"], problem["pointer"]) == ("contradicts_itself", "/claim/destination")
    assert problem["detail"] == SAME["en"]
    assert not Activity.objects.exists()


def test_the_form_says_beside_the_station_what_is_wrong(client, alice, time_machine):
    time_machine.move_to(RELEASED)
    client.force_login(alice)
    typed = {"origin": "xipu", "destination": "xipu", "day": "2026-12-07", "start": "08:00", "minutes": "40"}

    answer = client.post("/act/metro/", typed)

    assert answer.context["form"].errors == {"destination": [SAME["zh-hans"]]}
    assert not Activity.objects.exists()
