"""Access tokens: shown once, kept as a digest, one query to check, ended for good."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.models import AccessToken, User
from accounts.tokens import MAX_TOKENS, TokenAuthentication, TooManyTokens, digest_of, issue, revoke


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
    created = client.post(reverse("accounts:create_token"), {"label": "计步程序"})
    secret = created.context["secret"]
    assert secret.startswith("cc_")
    assert secret in created.content.decode()
    assert "no-store" in created["Cache-Control"]
    token = AccessToken.objects.get()
    assert (token.user, token.label, token.digest) == (alice, "计步程序", digest_of(secret))
    listed = client.get(reverse("accounts:tokens")).content.decode()
    assert "计步程序" in listed
    assert secret not in listed


def test_a_token_needs_a_name(client: Client, alice: User) -> None:
    client.force_login(alice)
    refused = client.post(reverse("accounts:create_token"), {"label": "  "})
    assert "请给令牌起个名称。" in refused.content.decode()
    assert not AccessToken.objects.exists()


def test_a_citizen_has_at_most_twenty_tokens(client: Client, alice: User) -> None:
    for number in range(MAX_TOKENS):
        issue(user=alice, label=str(number))
    with pytest.raises(TooManyTokens):
        issue(user=alice, label="one more")
    client.force_login(alice)
    refused = client.post(reverse("accounts:create_token"), {"label": "one more"})
    assert "最多可以有 20 个令牌" in refused.content.decode()
    assert AccessToken.objects.count() == MAX_TOKENS


def test_the_token_opens_the_api_as_its_citizen(alice: User) -> None:
    _token, secret = issue(user=alice, label="x")
    answer = ask(f"Bearer {secret}")
    assert (answer.status_code, answer.data) == (200, {"citizen": alice.public_id})


def test_checking_a_token_is_one_query_after_the_first_of_the_day(alice: User, django_assert_num_queries) -> None:
    _token, secret = issue(user=alice, label="x")
    with django_assert_num_queries(2):
        ask(f"Bearer {secret}")
    with django_assert_num_queries(1):
        ask(f"Bearer {secret}")


def test_the_day_of_last_use_is_the_citys_day(alice: User) -> None:
    token, secret = issue(user=alice, label="x")
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
    token, secret = issue(user=alice, label="x")
    client.force_login(alice)
    address = reverse("accounts:revoke_token", args=[token.public_id])
    assert client.get(address).status_code == 200
    assert ask(f"Bearer {secret}").status_code == 200
    assert client.post(address).url == reverse("accounts:tokens")
    assert ask(f"Bearer {secret}").status_code == 401
    assert client.post(address).status_code == 404


def test_revoking_twice_keeps_the_first_moment(alice: User) -> None:
    token, _secret = issue(user=alice, label="x")
    first = timezone.now()
    revoke(token=token, now=first)
    assert revoke(token=token, now=first + timedelta(days=1)).revoked_at == first


def test_the_token_of_a_deactivated_citizen_opens_nothing(alice: User) -> None:
    _token, secret = issue(user=alice, label="x")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert ask(f"Bearer {secret}").status_code == 401


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_citizens_token_can_be_neither_seen_nor_revoked(
    client: Client, alice: User, bob: User, method: str
) -> None:
    token, secret = issue(user=alice, label="alice's watch")
    client.force_login(bob)
    assert "alice&#x27;s watch" not in client.get(reverse("accounts:tokens")).content.decode()
    answer = getattr(client, method)(reverse("accounts:revoke_token", args=[token.public_id]))
    assert answer.status_code == 404
    assert ask(f"Bearer {secret}").status_code == 200


@pytest.mark.parametrize("name", ["accounts:tokens", "accounts:create_token"])
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).url.startswith(reverse("account_request_login_code"))
