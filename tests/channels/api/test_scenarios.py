"""Scenarios for programs: what to offer, what to ask, and what an act would earn."""

import json

import pytest

from activities.models import Activity
from scenarios.rulebook import RuleBook
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW)


def test_every_scenario_in_force_is_told_to_everybody_with_its_fields(client):
    answer = client.get("/api/v1/scenarios", headers=ENGLISH)

    told = {one["scenario"]: one for one in answer.json()["scenarios"]}
    assert list(told) == [scenario.code for scenario, _version, _rule in RuleBook().rules_on(TODAY)]
    assert told["bike-share"]["fields"] == [
        {
            "name": "distance_m",
            "label": "Distance",
            "hint": told["bike-share"]["fields"][0]["hint"],
            "is_optional": False,
            "kind": "quantity",
            "unit": "km",
            "per_unit": 1000,
            "places": 2,
            "is_typed": True,
            "least": told["bike-share"]["fields"][0]["least"],
            "most": told["bike-share"]["fields"][0]["most"],
        }
    ]
    assert told["walking"] | {"fields": []} == {
        "scenario": "walking",
        "name": "Walking",
        "summary": told["walking"]["summary"],
        "icon": told["walking"]["icon"],
        "group": {"code": "travel", "name": "Getting around"},
        "brings": told["walking"]["brings"],
        "span": "day",
        "entry": "minutes",
        "counts_a": None,
        "fields": [],
        "days_back": told["walking"]["days_back"],
        "longest_days": 1,
        "sent_to": "/api/v1/activities",
        "ways": told["walking"]["ways"],
        "is_awaited": False,
        "grams_per_credit": 10,
        "credits_each": None,
        "version": 1,
    }
    assert told["idle-car"]["counts_a"] == "car"
    assert told["electricity-saving"]["counts_a"] == "meter"


def test_bounds_that_are_told_are_those_that_the_gate_holds(client, alice, token_of):
    [steps] = client.get("/api/v1/scenarios/walking").json()["fields"]
    item = {"id": "1", "scenario": "walking", "day": "2026-11-23"}

    def sent(number):
        body = json.dumps({"activities": [{**item, "id": str(number), "claim": {"steps": number}}]})
        answer = client.post("/api/v1/activities", body, content_type="application/json", headers=token_of(alice))
        return answer.json()["results"][0]["outcome"]

    bounds = (steps["least"] - 1, steps["least"], steps["most"], steps["most"] + 1)
    assert [sent(number) for number in bounds] == ["refused", "recorded", "recorded", "refused"]


def test_words_follow_the_language_that_is_asked_for(client):
    chinese, english = client.get("/api/v1/scenarios/walking"), client.get("/api/v1/scenarios/walking", headers=ENGLISH)

    assert (chinese.json()["name"], chinese["Content-Language"]) == ("步行", "zh-hans")
    assert (english.json()["name"], english["Content-Language"]) == ("Walking", "en")
    assert english.json()["counting"]["legend"][0] == {"letter": "ER", "label": "CO₂ avoided", "unit": "g"}


def test_who_has_the_scenarios_already_gets_nothing_again(client):
    first = client.get("/api/v1/scenarios")
    again = client.get("/api/v1/scenarios", headers={"if-none-match": first["ETag"]})
    other = client.get("/api/v1/scenarios", headers={"if-none-match": first["ETag"], **ENGLISH})

    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)


def test_scenario_that_is_not_in_force_is_not_found(client):
    assert client.get("/api/v1/scenarios/flying").status_code == 404


# What an act would earn


@pytest.fixture
def estimate(client, alice, token_of):
    headers = {**token_of(alice), **ENGLISH}

    def ask(body):
        return client.post(
            "/api/v1/activities/estimate", json.dumps(body), content_type="application/json", headers=headers
        )

    return ask


WALK = {"scenario": "walking", "day": "2026-11-23", "claim": {"steps": 8000}}


def test_estimate_is_what_the_page_foresees_and_writes_nothing(client, alice, estimate):
    client.force_login(alice)
    page = client.post("/act/walking/estimate/", {"day": "2026-11-23", "steps": "8000"})

    answer = estimate(WALK)

    foreseen = page.context["foreseen"]
    assert answer.json() == {"grams": foreseen.grams, "credits": foreseen.credits, "is_cut": False}
    assert foreseen.credits > 0
    assert answer["Cache-Control"] == "private, no-store"
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"claim": {"steps": -5}}, "out_of_bounds", "/claim/steps"),
        ({"claim": None}, "unreadable_item", "/claim"),
        ({"day": "2026-11-24"}, "in_the_future", None),
        ({"day": "2026-13-24"}, "unreadable_item", "/day"),
        ({"scenario": "flying"}, "unknown_scenario", None),
        ({"scenario": "idle-car", "claim": {}}, "period_asked", None),
    ],
)
def test_estimate_refuses_what_submitting_refuses(estimate, change, code, pointer):
    answer = estimate({**WALK, **change})

    assert (answer.status_code, answer.json()["code"], answer.json().get("pointer")) == (422, code, pointer)


def test_who_asks_for_too_many_estimates_is_told_how_long_to_wait(estimate):
    statuses = [estimate(WALK).status_code for _time in range(60)]
    late = estimate(WALK)

    assert (set(statuses), late.status_code, late.json()["code"]) == ({200}, 429, "throttled")
    assert 1 <= int(late["Retry-After"]) <= 61
