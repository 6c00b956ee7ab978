"""Alipay as it documents itself: a page where who came agrees, then one gateway for everything, signed both ways.

https://opendocs.alipay.com/open/284/web (the page), `/open/02xtla` (`alipay.system.oauth.token`). Newer apps are told
an `open_id` of their own and a `union_id`, where older ones are told `user_id`, one for all apps. `user.info.share`
is not asked: nothing that it tells is needed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.conf import settings
from django.utils import timezone

from common.city_time import CITY_ZONE
from platforms.alipay import signing
from platforms.asking import NoAnswer, ask, members
from platforms.models import Platform
from platforms.provider import Adapter, Provider, Refusals, demanded, ids, text

METHOD = "alipay.system.oauth.token"
ANSWER, ERROR = "alipay_system_oauth_token_response", "error_response"


class Client(OAuth2Client):
    client_id_parameter = "app_id"
    adapter: "AlipayAdapter"

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        answer = ask("POST", self.access_token_url, form=question(code, settings.ALIPAY, now=timezone.now()))
        self.adapter.check(refused(answer), asked="the code")
        return believed(answer, settings.ALIPAY)


class AlipayAdapter(Adapter):
    client_class = Client
    code_parameter = "auth_code"
    refusals = Refusals(
        over=frozenset({"isv.code-invalid", "isv.auth-code-invalid", "isv.grant-type-invalid"}),
        ours=frozenset(
            {
                *("isv.invalid-app-id", "isv.missing-signature", "isv.invalid-signature", "isv.invalid-signature-type"),
                *("isv.app-call-limited", "isv.insufficient-isv-permissions", "isv.missing-app-id", "40002", "40006"),
            }
        ),
    )

    @property
    def authorize_url(self) -> str:
        return str(settings.ALIPAY_AUTHORIZE_URL)

    @property
    def access_token_url(self) -> str:
        return str(settings.ALIPAY_GATEWAY_URL)

    def told(self, answer: dict[str, Any]) -> dict[str, str]:
        demanded(answer, "access_token")
        return named(answer)


class AlipayProvider(Provider):
    id = "alipay"
    name = "Alipay"
    platform = Platform.ALIPAY
    oauth2_adapter_class = AlipayAdapter

    def get_default_scope(self) -> list[str]:
        return ["auth_user"]


def question(code: str, keys: Mapping[str, str], *, now: datetime) -> dict[str, str]:
    """What the gateway is asked of a code, signed with our key. Raises NoAnswer where that is none."""
    parameters = {
        "app_id": keys["app_id"],
        "method": METHOD,
        "format": "JSON",
        "charset": "utf-8",
        "sign_type": "RSA2",
        "timestamp": now.astimezone(CITY_ZONE).strftime("%Y-%m-%d %H:%M:%S"),
        "version": "1.0",
        "grant_type": "authorization_code",
        "code": code,
    }
    try:
        return {**parameters, "sign": signing.sign(parameters, signing.private_key(keys["private_key"]))}
    except signing.NoKey as error:
        raise NoAnswer(f"our own key is {error}") from None


def refused(answer: str) -> str:
    """The error that the gateway names; empty where it names none. It signs none where it does not know who asks."""
    whole = members(answer)
    told = whole.get(ERROR) or whole.get(ANSWER)
    if not isinstance(told, dict):
        raise NoAnswer("no answer to what was asked")
    return "" if "access_token" in told else str(told.get("sub_code") or told.get("code") or "none")


def believed(answer: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """What the gateway says, signed by Alipay. Raises NoAnswer."""
    try:
        return signing.verified(answer, ANSWER, signing.public_key(keys["alipay_public_key"]))
    except signing.NoKey as error:
        raise NoAnswer(f"Alipay’s key is {error}") from None


def named(answer: dict[str, Any]) -> dict[str, str]:
    """Newer apps are told an id of their own and one of the operator, older ones the same id for all."""
    user_id = text(answer, "user_id")
    return ids(text(answer, "open_id") or user_id, text(answer, "union_id") or user_id)
