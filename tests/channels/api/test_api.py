"""The API: a thousand acts at a time, each answered on its own; problem details for whatever is refused."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine as clock
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from activities.models import Activity
from channels.api.schema import ANY_ITEM
from credits import statements
from methodologies.registry import all_methodologies
from scenarios import rulebook
from scenarios.rulebook import RuleBook
from tests.conftest import NOW, TODAY, record, score_everything, walk
from tests.scenarios.generic import BOX, CUP, bring

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

ADDRESS = "/api/v1/activities"


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def send(client, alice, token_of):
    """Posts a body in alice's name, in English."""
    headers = {**token_of(alice), "accept-language": "en"}

    def post(body):
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(ADDRESS, content, content_type="application/json", headers=headers)

    return post


def a_walk(number=0, steps=8000):
    day = NOW.date() - timedelta(days=number)
    return {"id": f"walk-{number}", "scenario": "walking", "day": day.isoformat(), "claim": {"steps": steps}}


A_RIDE = {
    "id": "ride-1",
    "scenario": "bike-share",
    "started_at": "2026-11-23T08:00:00+08:00",
    "ended_at": "2026-11-23T08:10:00+08:00",
    "claim": {"distance_m": 2000},
}


def test_thousand_items_are_recorded_and_credited_and_sent_again_change_nothing(send, alice):
    totals = [{**a_walk(number % 7, steps=1000 + number), "id": f"total-{number}"} for number in range(999)]
    items = [*totals, A_RIDE]

    answer = send({"activities": items})
    assert answer.status_code == 200
    assert {kind: answer.json()[kind] for kind in ("recorded", "repeated", "refused")} == {
        "recorded": 1000,
        "repeated": 0,
        "refused": 0,
    }
    score_everything()
    # The greatest total of each day is worth 39 g, and the ride, which nothing proves, the half of 67.76 g.
    assert statements.available(alice.pk, today=TODAY) == 7 * 3 + 3

    again = send({"activities": items}).json()
    assert again["repeated"] == 1000
    assert [result["activity"] for result in again["results"]] == [
        result["activity"] for result in answer.json()["results"]
    ]
    assert score_everything() == 0
    assert Activity.objects.count() == 1000


def test_each_item_is_answered_on_its_own(send):
    future = {**a_walk(), "id": "tomorrow", "day": "2026-11-24"}

    answer = send({"activities": [a_walk(), a_walk(1, steps=-5), "nonsense", future, A_RIDE]}).json()

    assert [result["outcome"] for result in answer["results"]] == [
        "recorded",
        "refused",
        "refused",
        "refused",
        "recorded",
    ]
    assert answer["results"][1]["problem"] == {
        "type": "urn:problem:out_of_bounds",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "out_of_bounds",
        "detail": "Steps: -5 steps is not between 1 step and 100,000 steps.",
        "pointer": "/claim/steps",
    }
    assert answer["results"][2]["problem"]["detail"] == "An activity must be an object."
    assert answer["results"][3]["problem"]["code"] == "in_the_future"
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        ({"claim": {"steps": "many"}}, "/claim/steps", "Steps must be a whole number."),
        ({"claim": {"steps": 8000.5}}, "/claim/steps", "Steps must be a whole number."),
        (
            {"claim": {"steps": 10**9}},
            "/claim/steps",
            "Steps: 1,000,000,000 steps is not between 1 step and 100,000 steps.",
        ),
        ({"claim": {"steps": 10**400}}, "/claim/steps", "Steps has too many digits."),
        ({"claim": None}, "/claim", "“claim” must be an object."),
        ({"id": 7}, "/id", "“id” must be a text of 1 to 80 characters."),
        ({"id": "x" * 81}, "/id", "“id” must be a text of 1 to 80 characters."),
        ({"id": "a\x00b"}, "/id", "“id” must be a text of 1 to 80 characters."),
        ({"day": "yesterday"}, "/day", "“day” must be a date such as 2026-11-23."),
        ({"day": "9999-12-31"}, "/day", "“day” must be a date such as 2026-11-23."),
        ({"day": 20261123}, "/day", "“day” must be a date such as 2026-11-23."),
        ({"day": "20261120"}, "/day", "“day” must be a date such as 2026-11-23."),
        ({"day": "2026-W47-1"}, "/day", "“day” must be a date such as 2026-11-23."),
        ({"scenario": "flying"}, None, "There is no scenario “flying”."),
    ],
)
def test_item_that_is_wrong_names_the_place_and_records_nothing(send, change, pointer, detail):
    [result] = send({"activities": [{**a_walk(), **change}]}).json()["results"]

    assert result["problem"].get("pointer") == pointer
    assert result["problem"]["detail"] == detail
    assert not Activity.objects.exists()


@pytest.mark.parametrize("moment", ["2026-11-23T08:00:00", "8 o'clock", None, "0001-01-01T00:00:00+08:00"])
def test_moment_without_its_zone_is_refused(send, moment):
    [result] = send({"activities": [{**A_RIDE, "started_at": moment}]}).json()["results"]

    assert result["problem"]["pointer"] == "/started_at"
    assert not Activity.objects.exists()


TIME_NEEDED = "“started_at” must be a time with its zone, such as 2026-11-23T08:00:00+08:00."


@pytest.mark.parametrize(
    "moment",
    ["2026-11-23T08:00:00+08:00:00.5", "2026-W48-1T08:00:00+08:00", "20261123T080000Z", "2026-11-23T24:00:00+08:00"],
)
def test_moment_that_the_document_does_not_know_is_refused_alone(send, moment):
    answer = send({"activities": [a_walk(), {**A_RIDE, "started_at": moment}]})

    assert answer.status_code == 200
    assert (answer.json()["recorded"], answer.json()["refused"]) == (1, 1)
    assert answer.json()["results"][1]["problem"]["detail"] == TIME_NEEDED
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("started_at", "ended_at"),
    [
        ("2026-11-23T16:00:00+16:00", "2026-11-23T16:10:00+16:00"),
        ("2026-11-22T08:00:00-16:00", "2026-11-22T08:10:00-16:00"),
        ("2026-11-23T23:59:00+23:59", "2026-11-24T00:09:00+23:59"),
        ("2026-11-23t00:00:00.000z", "2026-11-23T00:10:00.0000000000Z"),
    ],
)
def test_moment_of_any_offset_is_recorded_and_does_no_harm_to_the_others(send, started_at, ended_at):
    answer = send({"activities": [a_walk(), {**A_RIDE, "started_at": started_at, "ended_at": ended_at}]})

    assert (answer.status_code, answer.json()["recorded"]) == (200, 2)
    ride = Activity.objects.get(scenario__code="bike-share")
    assert (ride.started_at, ride.city_day) == (datetime(2026, 11, 23, tzinfo=UTC), TODAY)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=5,
)
MOMENTS = st.sampled_from(["2026-11-23T08:00:00+08:00", "2026-11-23T08:10:00-16:00"]) | st.text(
    "0123456789-:TtZzW+. ", max_size=32
)
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text(max_size=82) | JSON,
        "scenario": st.sampled_from([*all_methodologies()]) | JSON,
        "day": MOMENTS | JSON,
        "at": MOMENTS | JSON,
        "started_at": MOMENTS | JSON,
        "ended_at": MOMENTS | JSON,
        "claim": st.fixed_dictionaries({}, optional={"steps": JSON, "distance_m": JSON, "origin": JSON}) | JSON,
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(ITEMS | JSON, min_size=1, max_size=6))
def test_whatever_an_item_is_each_is_answered_and_a_good_one_among_them_is_taken(send, items):
    try:
        body = json.dumps({"activities": [*items, A_RIDE]}, ensure_ascii=False)
        body.encode()
    except UnicodeEncodeError:
        assume(False)

    answer = send(body)

    assert answer.status_code == 200
    results = answer.json()["results"]
    assert len(results) == len(items) + 1
    assert results[-1]["outcome"] in {"recorded", "repeated"}


@pytest.mark.parametrize("count", [0, 1001])
def test_number_of_items_is_bounded(send, count):
    answer = send({"activities": [a_walk(number) for number in range(count)]})

    assert answer.status_code == 400
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "Send between 1 and 1000 activities at a time."
    assert not Activity.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", "7", '{"activities": {}}', b"\xff\xfe", "[" * 100_000])
def test_body_that_is_no_request_is_a_problem(send, body):
    answer = send(body)

    assert answer.status_code == 400
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize("odd", ['"\\ud800"', "1e999", "NaN", "-Infinity"])
def test_value_that_could_not_be_answered_refuses_the_whole_request(send, odd):
    answer = send(f'{{"activities": [{json.dumps(a_walk())}, {{"id": {odd}}}]}}')

    assert answer.status_code == 400
    assert answer.json()["detail"] == "The request is no JSON in UTF-8."
    assert not Activity.objects.exists()


@pytest.mark.parametrize("address", ["/api/v1/activities/%00", "/api/v1/activities?before=%00", "/activities/%00/"])
def test_address_with_odd_characters_is_not_found(client, alice, token_of, address):
    client.force_login(alice)

    assert client.get(address, headers=token_of(alice)).status_code == 404


def test_ten_megabytes_are_refused_with_a_sentence(send):
    answer = send(json.dumps({"activities": [{**a_walk(), "padding": "x" * 10 * 1024**2}]}))

    assert answer.status_code == 413
    assert answer.json()["detail"] == "The request is too large: at most 2 MB."
    assert not Activity.objects.exists()


def test_refusals_speak_chinese_when_no_other_language_is_asked_for(client, alice, token_of):
    body = json.dumps({"activities": [a_walk(steps=-5)]})

    answer = client.post(ADDRESS, body, content_type="application/json", headers=token_of(alice))

    assert answer.json()["results"][0]["problem"]["detail"] == "步数是 -5 步，应在 1 步到 100,000 步之间。"


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer cc_wrong"}, {"authorization": "Basic YTpi"}])
def test_without_a_valid_token_nothing_is_recorded(client, headers):
    answer = client.post(ADDRESS, {"activities": [a_walk()]}, content_type="application/json", headers=headers)

    assert answer.status_code == 401
    assert answer["www-authenticate"] == "Bearer"
    assert answer["content-type"] == "application/problem+json"
    assert not Activity.objects.exists()


def test_citizen_reads_own_acts_page_by_page(client, alice, bob, token_of):
    record(bob, walk(8000))
    record(alice, *(walk(8000, days_ago=day) for day in range(150)))
    score_everything()

    first = client.get(ADDRESS, headers=token_of(alice)).json()
    second = client.get(ADDRESS, {"before": first["next"]}, headers=token_of(alice)).json()

    assert (len(first["activities"]), len(second["activities"]), second["next"]) == (100, 50, None)
    assert first["activities"][0] == {
        "activity": first["activities"][0]["activity"],
        "scenario": "walking",
        "day": "2026-06-27",
        "started_at": "2026-06-27T00:00:00+08:00",
        "ended_at": "2026-06-28T00:00:00+08:00",
        "claim": {"steps": 8000},
        "status": "scored",
        "grams": 160,
        "credits": 16,
        "refusal": None,
    }


def test_citizen_reads_one_own_act_and_none_of_others(client, alice, bob, token_of):
    [outcome] = record(bob, walk(8000))
    address = f"{ADDRESS}/{outcome.activity.public_id}"

    assert client.get(address, headers=token_of(bob)).json()["status"] == "pending"
    assert client.get(address, headers=token_of(alice)).status_code == 404


def test_openapi_document_is_valid_and_describes_every_claim(client):
    document = client.get("/api/v1/openapi.json").json()

    validate(document)
    submission = document["paths"]["/api/v1/activities"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    claims = {
        item["title"]: item["properties"]["claim"]["properties"]
        for item in submission["properties"]["activities"]["items"]["oneOf"]
    }
    assert list(claims["walking"]) == ["steps"]
    assert list(claims["bike-share"]) == ["distance_m"]


def items_of_the_document(client, language: str = "zh-Hans"):
    document = client.get("/api/v1/openapi.json", headers={"accept-language": language}).json()
    validate(document)
    submission = document["paths"][ADDRESS]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return submission["properties"]["activities"]["items"]


def test_openapi_document_lists_scenarios_of_which_several_share_a_method(client, tmp_path):
    bring(tmp_path, NOW, CUP, BOX)

    kinds = {item["title"]: item for item in items_of_the_document(client)["oneOf"]}

    assert kinds.keys() == {scenario.code for scenario, _version, _rule in RuleBook().rules_on(TODAY)}
    assert kinds["reusable-cup"]["properties"]["scenario"] == {"type": "string", "enum": ["reusable-cup"]}
    assert kinds["reusable-cup"]["properties"]["claim"]["properties"] == {
        "count": {"type": "integer", "description": "杯数"}
    }
    assert kinds["own-box"]["description"] == "自带餐盒"


def test_openapi_document_says_of_a_draft_nothing(client, tmp_path):
    bring(tmp_path, NOW, {**CUP, "versions": [{**CUP["versions"][0], "effective_from": "2027-01-01"}]})

    assert "reusable-cup" not in {item["title"] for item in items_of_the_document(client)["oneOf"]}


def test_openapi_document_is_general_where_nothing_is_in_force(client):
    rulebook.forget()
    with clock.travel(datetime(2015, 1, 1, tzinfo=UTC), tick=False):
        assert items_of_the_document(client, "en") == ANY_ITEM


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30"])
@pytest.mark.parametrize("code", ["walking", "bike-share"])
def test_form_tells_of_a_day_that_cannot_be(client, alice, code, day):
    client.force_login(alice)
    typed = {"day": day, "steps": "8000", "distance_m": "2", "start": "23:59", "minutes": "10"}

    answer = client.post(f"/act/{code}/", typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Activity.objects.exists()
