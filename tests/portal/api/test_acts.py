"""An act for programs: the sentences and steps of its page, and its withdrawal with what that gives back."""

import json

import pytest

from activities.models import Activity, Revocation
from credits import statements
from scenarios.rules import Evidence
from tests.conftest import NOW, TODAY, record, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def act(alice) -> Activity:
    """Nine thousand steps that alice typed: 18 credits."""
    record(alice, walk(9000), evidence=Evidence.SELF_DECLARED)
    score_everything()
    return Activity.objects.get()


@pytest.fixture
def ask(client, token_of):
    tokens = {}

    def ask(user, act, part, body=None):
        token = tokens[user] = tokens.get(user) or token_of(user)
        headers, address = {**token, "accept-language": "en"}, f"/api/v1/activities/{act.public_id}/{part}"
        if body is None:
            return client.get(address, headers=headers)
        return client.post(address, json.dumps(body), content_type="application/json", headers=headers)

    return ask


def test_explanation_is_that_of_the_page_in_both_languages(client, alice, act, ask):
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    explanation = client.get(act.get_absolute_url()).context["explanation"]
    client.cookies.clear()

    told = ask(alice, act, "explanation").json()

    assert told["explanation"]["sentences"] == explanation.plain
    assert [(step["words"], step["result"]) for step in told["explanation"]["steps"]] == [
        (step.words, step.result) for step in explanation.steps
    ]
    assert (told["credits"], told["balance"], told["can_be_withdrawn"]) == (18, 18, True)
    assert told["expires_on"] == statements.vintages(alice.pk, today=TODAY)[0].expires_on.isoformat()
    chinese = client.get(f"/api/v1/activities/{act.public_id}/explanation", headers={"accept-language": "zh-Hans"})
    assert chinese.status_code == 401


def test_act_that_waits_says_what_comes_of_it_and_explains_nothing_yet(alice, ask):
    record(alice, walk(9000))

    told = ask(alice, Activity.objects.get(), "explanation").json()

    assert (told["status"], told["explanation"], told["credits"], told["reason"]) == ("pending", None, None, "")


def test_nobody_else_is_told_of_an_act_or_withdraws_it(bob, act, ask):
    shown = {"edition": "0" * 64}
    answers = [ask(bob, act, "explanation"), ask(bob, act, "withdrawal"), ask(bob, act, "withdrawal", shown)]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not Revocation.objects.exists()


def test_act_is_withdrawn_with_the_edition_of_what_was_shown(alice, act, ask):
    shown = ask(alice, act, "withdrawal").json()
    answer = ask(alice, act, "withdrawal", {"edition": shown["edition"]})

    assert (shown["credits"], answer.status_code, answer.json()["status"]) == (18, 200, "revoked")
    assert statements.available(alice.pk, today=TODAY) == 0
    assert ask(alice, act, "withdrawal").status_code == 404
    assert ask(alice, act, "explanation").json()["reason"] == "You withdrew this record. 18 credits were taken back."


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "nothing_shown"),
        ({"edition": ""}, 422, "nothing_shown"),
        ({"edition": "0" * 64}, 409, "changed_meanwhile"),
        ({"edition": 7}, 400, "member_missing"),
        ({"edition": "x" * 81}, 400, "member_missing"),
        ([], 422, "nothing_shown"),
    ],
)
def test_nothing_is_withdrawn_that_was_not_shown(alice, act, ask, body, status, code):
    answer = ask(alice, act, "withdrawal", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert statements.available(alice.pk, today=TODAY) == 18


def test_explaining_asks_no_more_than_the_page(client, alice, act, ask, django_assert_max_num_queries):
    ask(alice, act, "explanation")
    with django_assert_max_num_queries(12):
        assert ask(alice, act, "explanation").status_code == 200
