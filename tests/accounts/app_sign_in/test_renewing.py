"""Tokens of an app end within the hour, are renewed once each, and one that was copied ends them all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import devices, jobs
from accounts.app_sign_in import keeping
from accounts.models import AccessToken, AppSignIn, AppWay, User
from accounts.tokens import MAX_TOKENS, issue
from tests.accounts.app_sign_in.conftest import PHONE, App
from tests.accounts.conftest import Outbox
from tests.at_once import at_once
from tests.conftest import NOW

WORD, OTHER = "k3_-" * 6, "another_word_of_28_signs_all"
pytestmark = pytest.mark.django_db


def started(citizen: User) -> keeping.Tokens:
    return keeping.start(citizen=citizen, scopes=["read"], way=AppWay.PHONE, device="android", now=timezone.now())


@pytest.fixture(name="clock")
def _clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_an_access_token_is_over_after_an_hour_and_the_next_one_works(clock, signed_in: App) -> None:
    first = signed_in.kept["access_token"]
    clock.shift(timedelta(minutes=59))
    assert signed_in.read() == 200
    clock.shift(timedelta(minutes=2))
    assert signed_in.read() == 401
    assert signed_in.renew().status_code == 200
    assert (signed_in.read(), signed_in.read(first)) == (200, 401)
    assert AccessToken.objects.count() == 1


def test_a_renewal_whose_answer_was_lost_is_answered_the_same_within_a_minute(clock, signed_in: App) -> None:
    token = signed_in.kept["renewal_token"]
    clock.shift(timedelta(minutes=5))
    answers = [signed_in.renew(token, word=WORD).json(), signed_in.renew(token, word=WORD).json()]
    clock.shift(timedelta(seconds=59))
    answers.append(signed_in.renew(token, word=WORD).json())
    assert answers[0] == answers[1] == answers[2]
    assert signed_in.read() == 200


@pytest.mark.parametrize(("first", "then"), [(WORD, OTHER), (WORD, ""), ("", OTHER), ("", "")])
def test_a_copied_token_follows_nobody_however_soon_it_is_sent(clock, signed_in: App, first: str, then: str) -> None:
    stolen = signed_in.kept["renewal_token"]
    clock.shift(timedelta(minutes=50))
    assert signed_in.renew(word=first).status_code == 200
    clock.shift(timedelta(seconds=1))
    replayed = signed_in.post("renew", renewal_token=stolen, word=then)
    assert (replayed.status_code, replayed.json()["code"]) == (400, "renewal_refused")
    assert signed_in.read() == 401
    assert not AppSignIn.objects.exists()


def test_the_word_of_an_earlier_renewal_is_none_of_the_next(clock, signed_in: App) -> None:
    signed_in.renew(word=WORD)
    second = signed_in.kept["renewal_token"]
    assert signed_in.renew().status_code == 200
    assert signed_in.post("renew", renewal_token=second, word=WORD).status_code == 400
    assert not AppSignIn.objects.exists()


@pytest.mark.parametrize("word", ["x", "a" * 21, "a" * 65, "a" * 22 + "\n", "é" * 22, "a b" * 9])
def test_a_word_that_could_be_guessed_is_refused_and_changes_nothing(signed_in: App, word: str) -> None:
    refused = signed_in.renew(word=word)
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable_body")
    assert AppSignIn.objects.get().renewals == 0
    assert signed_in.read() == 200


@pytest.mark.parametrize("renewals", [1, 2, 5])
def test_a_token_that_was_used_before_ends_the_sign_in(clock, signed_in: App, renewals: int) -> None:
    stolen = signed_in.kept["renewal_token"]
    for _time in range(renewals):
        clock.shift(timedelta(minutes=2))
        signed_in.renew()
    clock.shift(timedelta(minutes=2))
    replayed = signed_in.post("renew", renewal_token=stolen)
    assert (replayed.status_code, replayed.json()["code"]) == (400, "renewal_refused")
    assert signed_in.read() == 401
    assert signed_in.post("renew", renewal_token=signed_in.kept["renewal_token"]).status_code == 400
    assert not AppSignIn.objects.exists()


def test_within_the_minute_too_only_the_last_token_is_answered_again(clock, signed_in: App) -> None:
    first = signed_in.kept["renewal_token"]
    signed_in.renew()
    signed_in.renew()
    assert signed_in.post("renew", renewal_token=first).status_code == 400
    assert not AppSignIn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_renewals_sent_at_once_give_one_pair(outbox: Outbox, alice: User) -> None:
    token = started(alice).renewal
    told = at_once([lambda: keeping.renew(renewal=token, word=WORD, now=timezone.now())] * 8)
    assert len(set(map(str, told))) == 1
    assert AppSignIn.objects.get().renewals == 1


def test_forged_tokens_end_nothing(signed_in: App) -> None:
    token = signed_in.kept["renewal_token"]
    head, number, mac = token.split(".")
    forged = [
        f"{head}.{number}.{'A' * 43}",
        f"{head}.1.{mac}",
        f"{head}.9999999999.{mac}",
        f"cr_{'a' * 16}.{number}.{mac}",
        token[:-1],
        token + "A",
        signed_in.kept["access_token"],
        "",
        "cr_..",
    ]
    for one in forged:
        assert signed_in.post("renew", renewal_token=one).status_code == 400
        assert signed_in.post("end", renewal_token=one).status_code == 204
    assert signed_in.read() == 200
    assert signed_in.renew().status_code == 200


def test_a_token_made_under_the_key_before_still_renews(settings, signed_in: App) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of fifty characters or more, surely so",
    )
    assert signed_in.renew().status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert signed_in.renew().status_code == 200


def test_unused_for_sixty_days_and_after_a_year_it_is_over(clock, signed_in: App) -> None:
    for _month in range(12):
        clock.shift(timedelta(days=30))
        assert signed_in.renew().status_code == 200
    assert AppSignIn.objects.get().ends_at == NOW + keeping.LASTS
    clock.shift(timedelta(days=5))
    assert signed_in.post("renew", renewal_token=signed_in.kept["renewal_token"]).status_code == 400


def test_what_is_over_is_forgotten(clock, signed_in: App) -> None:
    clock.shift(timedelta(days=61))
    assert jobs.forget_stale_sign_ins().facts["apps"] == 1
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("of_before", [False, True])
def test_signing_out_ends_every_token(clock, signed_in: App, of_before: bool) -> None:
    first = signed_in.kept["renewal_token"]
    clock.shift(timedelta(minutes=5))
    signed_in.renew()
    assert signed_in.end(first if of_before else "").status_code == 204
    assert signed_in.read() == 401
    assert signed_in.end().status_code == 204
    assert not AccessToken.objects.exists()


def test_a_closed_citizens_tokens_open_nothing_and_are_not_renewed(signed_in: App) -> None:
    User.objects.update(is_active=False)
    assert (signed_in.read(), signed_in.renew().status_code) == (401, 400)


def test_ending_other_sessions_ends_apps(signed_in: App, client: Client) -> None:
    client.force_login(User.objects.get(profile__phone=PHONE), backend="django.contrib.auth.backends.ModelBackend")
    client.post("/me/sessions/end-others/")
    assert (signed_in.read(), client.get("/me/").status_code) == (401, 200)


def test_ending_all_ends_apps(signed_in: App) -> None:
    devices.end_all(User.objects.get(profile__phone=PHONE))
    assert signed_in.read() == 401


def test_apps_stand_with_the_devices_and_are_ended_by_their_own_citizen_alone(
    signed_in: App, client: Client, bob: User
) -> None:
    address = f"/me/sessions/apps/{AppSignIn.objects.get().public_id}/end/"
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address).status_code == 404
    assert signed_in.read() == 200
    client.force_login(User.objects.get(profile__phone=PHONE), backend="django.contrib.auth.backends.ModelBackend")
    assert address in client.get("/me/sessions/").content.decode()
    assert signed_in.kept["access_token"] not in client.get("/me/tokens/").content.decode()
    assert client.post(address).status_code == 302
    assert signed_in.read() == 401


def test_apps_take_no_place_of_tokens_and_the_oldest_makes_room(alice: User) -> None:
    first = started(alice)
    for _time in range(keeping.MOST):
        started(alice)
    assert AppSignIn.objects.filter(user=alice).count() == keeping.MOST
    with pytest.raises(keeping.RenewalRefused):
        keeping.renew(renewal=first.renewal, now=timezone.now())
    for number in range(MAX_TOKENS):
        issue(user=alice, label=str(number), now=timezone.now())


def test_the_database_alone_gives_no_token(signed_in: App) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(a)::text || row_to_json(t)::text FROM accounts_appsignin a, accounts_accesstoken t"
        )
        rows = cursor.fetchone()[0]
    assert signed_in.kept["access_token"] not in rows
    assert signed_in.kept["renewal_token"].rpartition(".")[2] not in rows
