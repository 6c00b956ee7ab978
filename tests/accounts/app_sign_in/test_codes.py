"""An app signs in by phone and code: by the rules of the page, and without a cookie."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import AccessToken, AppSignIn, PastSignIn, User
from accounts.scopes import Scope
from tests.accounts.app_sign_in.conftest import PHONE, TYPED, App
from tests.accounts.conftest import Outbox, Visitor
from tests.accounts.solving import _number
from tests.at_once import at_once
from tests.conftest import NOW


def code_in(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"])


def work(puzzle: dict[str, object]) -> str:
    return ",".join(str(_number(f"{puzzle['token']}:{piece}:")) for piece in range(int(str(puzzle["pieces"]))))


def test_a_new_number_becomes_a_citizen_with_tokens_for_all_but_a_till(app: App, outbox: Outbox) -> None:
    asked = app.ask()
    assert (asked.status_code, set(asked.json())) == (202, {"ticket", "digits", "again_after_s", "valid_s"})
    assert "set-cookie" not in {name.lower() for name in asked.headers}

    confirmed = app.confirm(outbox.code)

    assert confirmed.status_code == 200
    assert "sessionid" not in confirmed.cookies
    told = confirmed.json()
    assert told["is_new"]
    assert set(told["scopes"]) == set(Scope.values) - {"till"}
    assert app.read() == 200
    citizen = User.objects.get(profile__phone=PHONE)
    assert [one.user for one in AppSignIn.objects.all()] == [citizen]
    assert PastSignIn.objects.filter(user=citizen).count() == 1
    assert not Session.objects.exists()


def test_a_known_citizen_is_the_same_one(app: App, outbox: Outbox, alice: User) -> None:
    app.ask(alice.profile.phone)
    assert not app.confirm(outbox.code, scopes=["read"]).json()["is_new"]
    assert AppSignIn.objects.get().user == alice
    assert app.kept["scopes"] == ["read"]


def test_nothing_tells_whether_a_number_is_known(app: App, outbox: Outbox, alice: User) -> None:
    known, unknown = app.ask(alice.profile.phone), App(address="203.0.113.6").ask()
    alike = [{**answer.json(), "ticket": ""} for answer in (known, unknown)]
    assert alike[0] == alike[1]
    assert len(known.json()["ticket"]) == len(unknown.json()["ticket"])
    assert set(known.headers) == set(unknown.headers)
    assert User.objects.count() == 1


def test_a_till_is_for_the_app_that_asks_for_it(app: App, outbox: Outbox) -> None:
    app.ask()
    assert app.confirm(outbox.code, scopes=["till", "read"]).json()["scopes"] == ["till", "read"]


@pytest.mark.parametrize("scopes", [["admin"], [], "read", [1], [None], {"read": 1}], ids=str)
def test_a_scope_that_is_none_costs_no_try_and_gives_nothing(app: App, outbox: Outbox, scopes: object) -> None:
    app.ask()
    assert code_in(app.confirm(outbox.code, scopes=scopes)) == "unknown_scope"
    assert not AccessToken.objects.exists()
    assert app.confirm(outbox.code).status_code == 200


def test_wrong_codes_end_it_after_five_and_what_is_no_code_costs_no_try(app: App, outbox: Outbox) -> None:
    app.ask()
    for typed in ["", "12345", "1234567", "abcdef", "１２３４５"]:
        assert code_in(app.confirm(typed)) == "wrong_code"
    for _try in range(5):
        assert code_in(app.confirm(outbox.wrong_code)) == "wrong_code"
    assert code_in(app.confirm(outbox.code)) == "wrong_code"
    assert not User.objects.exists()


def test_guesses_sent_at_once_cannot_outrun_the_count(app: App, outbox: Outbox) -> None:
    app.ask()
    before = Session.objects.get()
    for _try in range(5):
        app.confirm(outbox.wrong_code)
        # As if the request had read the state before the others wrote it.
        before.save()
    assert code_in(app.confirm(outbox.code)) == "wrong_code"


def test_brute_force_from_one_address_is_told_to_wait(app: App, outbox: Outbox) -> None:
    with time_machine.travel(NOW, tick=False):
        refused = 0
        for number in range(25):
            App(address=f"198.51.100.{number}").ask(f"1380000{number:04}")
        tickets = [session.session_key for session in Session.objects.all()]
        for ticket in tickets:
            for guess in range(5):
                answer = app.post("confirm", ticket=ticket, code=f"99999{guess}")
                refused += answer.status_code == 429
    assert (app.asked, refused) == (125, 5)
    assert not AccessToken.objects.exists()


def test_a_code_works_once_and_with_its_own_ticket_alone(app: App, outbox: Outbox) -> None:
    other = App(address="203.0.113.6")
    app.ask()
    code = outbox.code
    other.ask("13800000001")
    if code != outbox.code:
        assert code_in(other.confirm(code)) == "wrong_code"
    assert code_in(app.confirm(code, ticket="x" * 32)) == "wrong_code"
    assert app.confirm(code).status_code == 200
    assert code_in(app.confirm(code)) == "wrong_code"


@pytest.mark.django_db(transaction=True)
def test_of_some_who_show_one_code_at_once_one_is_in(app: App, outbox: Outbox) -> None:
    app.ask()
    code, ticket = outbox.code, app.kept["ticket"]
    answers = at_once([lambda: App().confirm(code, ticket=ticket)] * 4)
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert AppSignIn.objects.count() == 1


def test_a_number_whose_account_was_not_used_for_long_opens_it_on_a_device_that_knows_it_alone(
    signed_in: App, outbox: Outbox
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1000), tick=False):
        stranger = App(address="203.0.113.6")
        stranger.ask()
        refused = stranger.confirm(outbox.code)
        assert (refused.status_code, code_in(refused)) == (409, "number_perhaps_passed_on")
        device = signed_in.kept["device"]
        signed_in.ask(device=device)
        assert code_in(signed_in.confirm(outbox.code)) == "number_perhaps_passed_on"
    with time_machine.travel(timezone.now() + timedelta(days=399), tick=False):
        signed_in.ask(device=device)
        assert signed_in.confirm(outbox.code, device=device).status_code == 200


def test_a_code_is_over_after_five_minutes(app: App, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        app.ask()
        clock.shift(timedelta(minutes=5, seconds=1))
        assert code_in(app.confirm(outbox.code)) == "wrong_code"


def test_another_code_is_waited_for_and_replaces_the_first(app: App, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        app.ask()
        assert code_in(app.post("code/again", ticket=app.kept["ticket"])) == "resend_too_early"
        clock.shift(timedelta(seconds=61))
        assert app.post("code/again", ticket=app.kept["ticket"]).status_code == 202
        assert len(outbox.messages) == 2
        assert app.confirm(outbox.code).status_code == 200
        assert code_in(app.post("code/again", ticket=app.kept["ticket"])) == "wrong_code"


def test_a_browsers_session_is_no_ticket_and_a_ticket_signs_no_browser_in(
    app: App, outbox: Outbox, alice: User, client: Client
) -> None:
    visitor = Visitor()
    visitor.ask(TYPED)
    assert code_in(app.confirm(outbox.code, ticket=visitor.client.cookies["sessionid"].value)) == "wrong_code"
    app.ask("13800000001")
    client.cookies["sessionid"] = app.kept["ticket"]
    assert client.get("/me/").status_code == 302


def test_a_puzzle_comes_first_where_many_were_asked_for_and_is_solved_once(app: App, outbox: Outbox) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(20):
            assert app.ask(f"1380000{number:04}").status_code == 202
        refused = app.ask()
        assert (refused.status_code, code_in(refused)) == (422, "puzzle_first")
        puzzle = refused.json()["puzzle"]
        assert code_in(app.ask(puzzle=puzzle["token"], work="1,2,3,4,5,6,7,8")) == "puzzle_first"
        solved = {"puzzle": puzzle["token"], "work": work(puzzle)}
        assert app.ask(**solved).status_code == 202
        assert code_in(app.ask(**solved)) == "puzzle_first"
        assert code_in(app.ask("13800000099", **solved)) == "puzzle_first"
    assert len(outbox.messages) == 21


def test_limits_are_those_of_the_page_and_shared_with_it(app: App, outbox: Outbox) -> None:
    with time_machine.travel(NOW, tick=False):
        page = Visitor(Client(REMOTE_ADDR=app.address))
        assert [page.ask(TYPED).status_code, app.ask().status_code, app.ask().status_code] == [302, 202, 202]
        late = app.ask()
        assert (late.status_code, code_in(late)) == (429, "too_many_codes")
        assert page.ask(TYPED).status_code == 429
    assert len(outbox.messages) == 3


def test_a_device_that_has_signed_in_shares_no_limit_with_strangers(signed_in: App, outbox: Outbox) -> None:
    for number in range(12):
        App(address=f"198.51.100.{number}").ask()
    late = App(address="203.0.113.9")
    assert code_in(late.ask()) == "puzzle_first"
    late.kept["device"] = signed_in.kept["device"]
    assert late.ask(device=signed_in.kept["device"]).status_code == 202
    assert re.fullmatch(r"[0-9]{6}", outbox.code)


def test_a_closed_account_is_told_so_by_who_holds_its_phone_alone(app: App, outbox: Outbox, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    app.ask(alice.profile.phone)
    assert code_in(app.confirm(outbox.wrong_code)) == "wrong_code"
    refused = app.confirm(outbox.code)
    assert (refused.status_code, code_in(refused)) == (403, "account_closed")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("path", ["code", "code/again", "confirm", "renew", "end"])
@pytest.mark.parametrize(
    "body", ["[]", "null", '"x"', "{}", '{"phone": 1}', '{"ticket": null, "code": []}', "{", "\xff"]
)
def test_what_cannot_be_read_is_a_problem_and_no_error(app: App, path: str, body: str) -> None:
    answer = Client().post(f"/api/v1/sign-in/{path}", body.encode("latin-1"), content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_number_that_is_none_gets_a_clear_sentence(app: App, outbox: Outbox) -> None:
    assert code_in(app.ask("12345")) == "not_a_mobile_number"
    assert outbox.messages == []
