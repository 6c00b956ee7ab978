"""The diary for programs: the page's days, filters and pages; and what was not taken, with why."""

import pytest

from tests.conftest import NOW, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def read(client, alice, token_of):
    headers = {**token_of(alice), "accept-language": "en"}
    return lambda address, **query: client.get(f"/api/v1/{address}", query, headers=headers)


def test_diary_tells_days_as_the_page_does(read, alice, bob):
    record(bob, walk(7000))
    record(alice, walk(5000), ride(2000), walk(6000, days_ago=1))
    score_everything()

    answer = read("diary")

    days = answer.json()["days"]
    told = [(day["day"], [act["claim"] for act in day["activities"]]) for day in days]
    assert told == [("2026-11-23", [{"distance_m": 2000}, {"steps": 5000}]), ("2026-11-22", [{"steps": 6000}])]
    walked = days[0]["activities"][1]
    assert (walked["name"], walked["said"], walked["state"]) == ("Walking", ["5,000 steps"], "Scored")
    assert (answer.json()["next"], answer["Cache-Control"]) == (None, "private, no-store")
    assert answer["Content-Language"] == "en"


def test_diary_pages_by_key_with_few_questions(read, alice, django_assert_num_queries):
    record(alice, *(walk(500 + day, days_ago=day // 2) for day in range(65)))
    read("diary")

    seen, before = [], ""
    while before is not None:
        with django_assert_num_queries(3 if before else 2):
            page = read("diary", before=before).json()
        seen += [act["activity"] for day in page["days"] for act in day["activities"]]
        before = page["next"]

    assert (len(seen), len(set(seen))) == (65, 65)


def test_diary_is_filtered_by_scenario_and_status(read, alice):
    record(alice, walk(8000))
    score_everything()
    record(alice, ride(2000))

    def found(**query):
        return [act["scenario"] for day in read("diary", **query).json()["days"] for act in day["activities"]]

    assert (found(scenario="walking"), found(status="pending")) == (["walking"], ["bike-share"])
    assert found(scenario="walking", status="pending") == []


@pytest.mark.parametrize(
    "query", [{"scenario": "flying"}, {"status": "lost"}, {"before": "zz"}, {"before": "\x00"}, {"before": "2" * 16}]
)
def test_what_names_nothing_is_not_found(read, query):
    assert read("diary", **query).status_code == 404


def test_what_the_form_refused_is_told_with_its_reason(client, read, alice, django_assert_num_queries):
    client.force_login(alice)
    for steps in ("-5", "999999"):
        client.post("/act/walking/", {"day": "2026-11-23", "steps": steps})
    client.cookies.clear()
    read("refused-attempts")

    with django_assert_num_queries(2):
        told = read("refused-attempts").json()

    assert [(one["scenario"], one["code"], one["said"]) for one in told["attempts"]] == [
        ("walking", "out_of_bounds", ["999,999 steps"]),
        ("walking", "out_of_bounds", ["-5 steps"]),
    ]
    assert told["attempts"][1]["detail"] == "Steps: -5 steps is not between 1 step and 100,000 steps."
