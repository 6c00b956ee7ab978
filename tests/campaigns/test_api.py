"""Campaigns for programs: joined, checked in at and withdrawn from as on pages; trophies and teams are read."""

import json

import pytest
from django.test import Client

from campaigns.checkins import codes
from campaigns.models import CheckIn, SignUp
from campaigns.trophies import book
from tests.campaigns.conftest import DAY, opened
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def campaign(author, opener):
    times = {"signup_from": NOW - DAY, "starts_at": NOW - DAY, "signup_until": NOW + DAY, "ends_at": NOW + 2 * DAY}
    return opened(author, opener, proving="code", **times)


@pytest.fixture
def program(alice, token_of):
    client = Client(headers={**token_of(alice), "accept-language": "en"})

    def ask(address, body=None):
        address = f"/api/v1/{address}"
        if body is None:
            return client.get(address)
        return client.post(address, json.dumps(body), content_type="application/json")

    return ask


def test_campaigns_are_everybodys_to_read(client, campaign):
    [told] = client.get("/api/v1/campaigns").json()["campaigns"]

    assert (told["campaign"], told["title"]) == (campaign.code, campaign.title)
    assert client.get(f"/api/v1/campaigns/{campaign.code}").json() == told
    assert client.get("/api/v1/campaigns", {"when": "past"}).json() == {"campaigns": [], "next": None}
    assert [client.get(f"/api/v1/campaigns{end}").status_code for end in ("/nothing", "?when=never")] == [404, 404]


def test_citizen_joins_checks_in_and_cannot_withdraw_then(program, alice, bob, campaign, token_of):
    body = {"campaign": campaign.code, "is_adult": True}
    first, again = program("signups", body), program("signups", body)
    assert (first.status_code, first.json()["status"], again.status_code) == (201, "in", 201)
    assert SignUp.objects.count() == 1
    address = f"signups/{campaign.code}"
    assert program(f"{address}/remind", {"is_wanted": False}).json()["wants_reminders"] is False
    assert program(f"{address}/remind", {"is_wanted": 1}).json()["code"] == "truth_missing"
    assert Client(headers=token_of(bob)).get(f"/api/v1/{address}").status_code == 404

    code = codes.on_screen(campaign, now=NOW).code
    wrong = "".join(str((int(digit) + 1) % 10) for digit in code)
    assert program(f"{address}/check-in", {"code": wrong}).status_code == 422
    assert program(f"{address}/check-in", {"code": "12"}).json()["code"] == "not_filled_in"
    done = program(f"{address}/check-in", {"code": code})
    assert (done.status_code, done.json()["is_repeated"], CheckIn.objects.count()) == (200, False, 1)
    assert program(f"{address}/withdraw", {}).json()["code"] == "checked_in_already"
    assert program(address).json()["checked_in_at"] == "2026-11-23T12:00:00+08:00"


def test_sign_ups_ask_no_more_for_many_than_for_one(program, alice, author, opener, django_assert_num_queries):
    def join():
        times = {"signup_from": NOW - DAY, "starts_at": NOW - DAY, "signup_until": NOW + DAY, "ends_at": NOW + 2 * DAY}
        made = opened(author, opener, code=f"c{SignUp.objects.count()}", **times)
        assert program("signups", {"campaign": made.code, "is_adult": True}).status_code == 201

    join()
    program("signups")
    for _time in range(2):
        with django_assert_num_queries(3):
            assert program("signups").status_code == 200
        join()


def test_trophies_and_teams_are_read(program):
    book.load(NOW)

    trophies = program("trophies").json()

    assert trophies["trophies"] == []
    assert {one["code"] for one in trophies["others"]} == set(book.trophies())
    assert program("teams").json() == {"teams": []}
