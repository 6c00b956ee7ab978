"""Access tokens: shown once, kept as a digest, one query to check, ended for good."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView
from time_machine import TimeMachineFixture

from accounts import fresh_proofs
from accounts.models import AccessToken, User
from accounts.refusals import TooManyTokens
from accounts.scopes import Scope
from accounts.tokens import MAX_TOKENS, TokenAuthentication, digest_of, issue, revoke
from common.city_time import city_day
from tests.accounts.conftest import Outbox, Visitor
from tests.accounts.proven import proven
from tests.conftest import NOW
from tests.second_factors import browser_of_leader, code_now, enrolled

CHOSEN = {"scopes": ["submit", "read"], "lasts_days": "90"}


class WhoAmI(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        return Response({"citizen": request.user.public_id})


def ask(authorization: str | None) -> Response:
    headers = {"authorization": authorization} if authorization is not None else {}
    return WhoAmI.as_view()(APIRequestFactory().get("/", headers=headers))


def test_a_token_is_shown_once_and_kept_as_a_digest(client: Client, alice: User) -> None:
    client.force_login(alice)
    proven(client)
    created = client.post(reverse("accounts:create_token"), {"label": "计步程序", **CHOSEN})
    secret = created.context["secret"]
    assert secret.startswith("cc_")
    assert secret in created.content.decode()
    assert "no-store" in created["Cache-Control"]
    token = AccessToken.objects.get()
    assert (token.user, token.label, token.digest) == (alice, "计步程序", digest_of(secret))
    assert token.scopes == ["submit", "read"]
    assert token.ends_at - token.created_at == pytest.approx(timedelta(days=90), abs=timedelta(seconds=5))
    listed = client.get(reverse("accounts:tokens")).content.decode()
    assert "计步程序" in listed
    assert f"{date_format(city_day(token.ends_at))} 到期" in listed
    assert "提交行为 · 查看行为、积分和兑换记录" in listed
    assert secret not in listed


def test_a_token_needs_a_name(client: Client, alice: User) -> None:
    client.force_login(alice)
    proven(client)
    refused = client.post(reverse("accounts:create_token"), {"label": "  ", **CHOSEN})
    assert "请给令牌起个名称。" in refused.content.decode()
    assert not AccessToken.objects.exists()


def test_a_citizen_has_at_most_twenty_tokens(client: Client, alice: User) -> None:
    for number in range(MAX_TOKENS):
        issue(user=alice, label=str(number), now=timezone.now())
    with pytest.raises(TooManyTokens):
        issue(user=alice, label="one more", now=timezone.now())
    client.force_login(alice)
    proven(client)
    refused = client.post(reverse("accounts:create_token"), {"label": "one more", **CHOSEN})
    assert "最多可以有 20 个令牌" in refused.content.decode()
    assert AccessToken.objects.count() == MAX_TOKENS


def test_the_token_opens_the_api_as_its_citizen(alice: User) -> None:
    _token, secret = issue(user=alice, label="x", now=timezone.now())
    answer = ask(f"Bearer {secret}")
    assert (answer.status_code, answer.data) == (200, {"citizen": alice.public_id})


def test_checking_a_token_is_one_query_after_the_first_of_the_day(alice: User, django_assert_num_queries) -> None:
    _token, secret = issue(user=alice, label="x", now=timezone.now())
    with django_assert_num_queries(2):
        ask(f"Bearer {secret}")
    with django_assert_num_queries(1):
        ask(f"Bearer {secret}")


def test_the_day_of_last_use_is_the_citys_day(alice: User) -> None:
    token, secret = issue(user=alice, label="x", now=timezone.now())
    with time_machine.travel("2026-05-01T16:30:00Z", tick=False):
        ask(f"Bearer {secret}")
    token.refresh_from_db()
    assert token.last_used_on == date(2026, 5, 2)


@pytest.mark.parametrize("authorization", [None, "", "Token x", "Bearer", "Bearer ", "Bearer cc_wrong", "Bearer é x"])
def test_without_a_valid_token_the_answer_is_401_and_says_how_to_ask(db: None, authorization: str | None) -> None:
    answer = ask(authorization)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_opens_nothing(client: Client, alice: User) -> None:
    token, secret = issue(user=alice, label="x", now=timezone.now())
    client.force_login(alice)
    address = reverse("accounts:revoke_token", args=[token.public_id])
    assert client.get(address).status_code == 200
    assert ask(f"Bearer {secret}").status_code == 200
    assert client.post(address).url == reverse("accounts:tokens")
    assert ask(f"Bearer {secret}").status_code == 401
    assert client.post(address).status_code == 404


def test_revoking_twice_keeps_the_first_moment(alice: User) -> None:
    token, _secret = issue(user=alice, label="x", now=timezone.now())
    first = timezone.now()
    revoke(token=token, now=first)
    assert revoke(token=token, now=first + timedelta(days=1)).revoked_at == first


def test_the_token_of_a_deactivated_citizen_opens_nothing(alice: User) -> None:
    _token, secret = issue(user=alice, label="x", now=timezone.now())
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert ask(f"Bearer {secret}").status_code == 401


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_citizens_token_can_be_neither_seen_nor_revoked(
    client: Client, alice: User, bob: User, method: str
) -> None:
    token, secret = issue(user=alice, label="alice's watch", now=timezone.now())
    client.force_login(bob)
    assert "alice&#x27;s watch" not in client.get(reverse("accounts:tokens")).content.decode()
    answer = getattr(client, method)(reverse("accounts:revoke_token", args=[token.public_id]))
    assert answer.status_code == 404
    assert ask(f"Bearer {secret}").status_code == 200


@pytest.mark.parametrize("name", ["accounts:tokens", "accounts:create_token"])
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).url.startswith(reverse("account_request_login_code"))


# The end


def test_a_token_ends_when_it_was_said(alice: User) -> None:
    now = timezone.now()
    _token, secret = issue(user=alice, label="x", now=now, lasts=timedelta(days=30))
    with time_machine.travel(now + timedelta(days=30, seconds=-1), tick=False):
        assert ask(f"Bearer {secret}").status_code == 200
    with time_machine.travel(now + timedelta(days=30), tick=False):
        assert ask(f"Bearer {secret}").status_code == 401


def test_tokens_that_have_ended_take_no_place(client: Client, alice: User) -> None:
    long_ago = timezone.now() - timedelta(days=366)
    for number in range(MAX_TOKENS):
        issue(user=alice, label=str(number), now=long_ago)
    issue(user=alice, label="of today", now=timezone.now())
    client.force_login(alice)
    listed = client.get(reverse("accounts:tokens")).context["tokens"]
    assert [token.label for token in listed] == ["of today"]


def test_token_that_a_process_of_the_release_before_issues_may_do_all_for_a_year(alice: User) -> None:
    """It names neither scopes nor an end; so did the rows that the migration found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_accesstoken (public_id, user_id, digest, label, created_at)"
            " VALUES ('abcdefgh12345678', %s, %s, 'old', now())",
            [alice.pk, digest_of("cc_old")],
        )
    token = AccessToken.objects.get()
    assert token.scopes == list(Scope)
    assert token.ends_at - timezone.now() == pytest.approx(timedelta(days=365), abs=timedelta(minutes=1))
    assert ask("Bearer cc_old").status_code == 200


# The proof before


ANEW = reverse_lazy("accounts:create_token")


def test_who_signed_in_a_while_ago_is_asked_for_a_code_first(
    visitor: Visitor, outbox: Outbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    visitor.ask("139 0000 0009")
    visitor.enter(outbox.code)
    assert visitor.client.get(ANEW).status_code == 200

    time_machine.shift(timedelta(minutes=10))
    asked = visitor.client.get(ANEW)
    assert asked.url == reverse("accounts:prove", query={"next": str(ANEW)})
    assert visitor.client.post(ANEW, {"label": "x", **CHOSEN}).url == asked.url
    assert visitor.client.post(ANEW, {"label": "x"}, headers={"HX-Request": "true"})["HX-Redirect"] == asked.url
    assert not AccessToken.objects.exists()

    sent = len(outbox.messages)
    assert "139****0009" in visitor.client.get(asked.url).content.decode()
    assert len(outbox.messages) == sent
    visitor.client.post(asked.url, {"send": "1"})
    assert outbox.messages[-1][0] == "+8613900000009"
    assert len(outbox.messages) == sent + 1
    wrong = visitor.client.post(asked.url, {"code": outbox.wrong_code})
    assert "验证码不对或已过期" in wrong.content.decode()
    assert visitor.client.get(ANEW).status_code == 302
    assert visitor.client.post(asked.url, {"code": outbox.code}).url == str(ANEW)
    assert visitor.client.post(ANEW, {"label": "x", **CHOSEN}).status_code == 200
    assert AccessToken.objects.count() == 1


def test_five_wrong_codes_spoil_the_code_and_a_late_one_is_over(
    client: Client, alice: User, outbox: Outbox, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    client.force_login(alice)
    address = reverse("accounts:prove")
    client.post(address, {"send": "1"})
    for _guess in range(5):
        client.post(address, {"code": outbox.wrong_code})
    client.post(address, {"code": outbox.code})
    assert client.get(ANEW).status_code == 302

    client.post(address, {"send": "1"})
    time_machine.shift(timedelta(minutes=5, seconds=1))
    client.post(address, {"code": outbox.code})
    assert client.get(ANEW).status_code == 302


def test_codes_to_ones_own_number_have_a_limit_that_no_stranger_uses_up(
    client: Client, alice: User, outbox: Outbox
) -> None:
    client.force_login(alice)
    for number in range(12):
        Visitor(Client(REMOTE_ADDR=f"203.0.{number}.9")).ask(alice.profile.phone)
    sent = len(outbox.messages)
    answers = [client.post(reverse("accounts:prove"), {"send": "1"}).status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]
    assert len(outbox.messages) == sent + 3


def test_who_has_a_second_factor_shows_that(alice: User, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(NOW, tick=False)
    client = browser_of_leader(alice)
    assert client.get(ANEW).status_code == 200
    time_machine.shift(timedelta(minutes=11))
    asked = client.get(client.get(ANEW).url)
    assert asked.url == reverse("accounts:prove_second_factor", query={"next": str(ANEW)})
    assert client.post(asked.url, {"code": code_now()}).url == str(ANEW)
    assert client.get(ANEW).status_code == 200


def test_beside_a_second_factor_a_code_to_the_number_issues_nothing(client: Client, alice: User) -> None:
    enrolled(alice)
    client.force_login(alice)
    proven(client)
    asked = client.post(ANEW, {"label": "x", **CHOSEN})
    assert asked.url == reverse("accounts:prove", query={"next": str(ANEW)})
    assert not AccessToken.objects.exists()


def test_clock_set_back_makes_no_old_proof_fresh(client: Client, alice: User) -> None:
    client.force_login(alice)
    session = client.session
    session[fresh_proofs.PROVEN_AT] = timezone.now().timestamp() + 60
    session.save()
    assert client.get(ANEW).status_code == 302


@pytest.mark.parametrize(
    "chosen",
    [{"scopes": []}, {"scopes": ["everything"]}, {"lasts_days": "36500"}, {"lasts_days": ""}, {"lasts_days": "\x00"}],
)
def test_what_is_no_choice_issues_nothing(client: Client, alice: User, chosen: dict[str, object]) -> None:
    client.force_login(alice)
    proven(client)
    assert client.post(ANEW, {"label": "x", **CHOSEN, **chosen}).status_code == 200
    assert not AccessToken.objects.exists()
