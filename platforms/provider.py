"""What our platforms have in common as providers of allauth: keys from settings, one address to come back to, ids told.

Each platform is a folder with its `provider.py`: what its documentation says of addresses, parameters, answers and
errors. None of the four has PKCE or a nonce; the state in the session is what binds a return to who went.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from platforms import troubles
from platforms.asking import NoAnswer
from platforms.identities import Identity, masked
from platforms.models import Link, Platform
from platforms.refusals import PlatformAway, SignInOver

logger = logging.getLogger(__name__)

MOST_OF_A_CODE = 512
"""Of what a platform gives on the way back; Alipay and Douyin name no length, and the longest seen has 64."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a platform's error codes mean to us; every other one is taken as that it cannot serve now."""

    over: frozenset[str]
    """The code is wrong, was used or has expired: who came goes there again."""
    ours: frozenset[str]
    """Keys, addresses or rights of ours are wrong: the operator mends it."""


class Provider(OAuth2Provider):
    """A platform as allauth sees it; `app` is an unsaved row that carries the keys of one of our apps there."""

    platform: ClassVar[Platform]

    def get_oauth2_adapter(self, request: HttpRequest) -> "Adapter":
        adapter: Adapter = self.oauth2_adapter_class(request)
        adapter.provider = self
        return adapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["openid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Of a name its first letter is kept, and nothing becomes part of the citizen's profile."""
        return {}


class Adapter(OAuth2Adapter):
    """As allauth's: what comes back is asked for who it is. A subclass says what its platform answers."""

    provider: Provider
    code_parameter: ClassVar[str] = "code"
    refusals: ClassVar[Refusals]

    @property
    def platform(self) -> Platform:
        return self.provider.platform

    def get_provider(self) -> Provider:
        return self.provider

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("platforms:come_back", args=[self.platform]))

    def get_client(self, request: HttpRequest, app: SocialApp) -> OAuth2Client:
        client = super().get_client(request, app)
        client.adapter = self
        return client

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """It is used once, here, and kept nowhere."""
        return SocialToken(token=demanded(data, "access_token"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, response: dict[str, Any]
    ) -> SocialLogin:
        return self.provider.sociallogin_from_response(request, self.told(response))

    def told(self, answer: dict[str, Any]) -> dict[str, str]:
        """`openid`, and `unionid` and `name` where there are any, of who the token is about. Raises NoAnswer."""
        raise NotImplementedError

    def identity(self, code: str) -> Identity:
        """Who came back with `code`. Raises SignInOver, PlatformAway and what else the platform refuses."""
        try:
            client = self.get_client(self.request, self.provider.app)
            answer = client.get_access_token(code)
            login = self.complete_login(self.request, self.provider.app, self.parse_token(answer), answer)
        except NoAnswer as error:
            logger.warning("%s gives no answer: %s", self.platform.value, error)
            troubles.note_failure(self.platform, troubles.PAGE, reason=str(error))
            raise PlatformAway(platform=self.platform) from None
        troubles.note_success(self.platform, troubles.PAGE)
        told = login.account.extra_data
        return Identity(
            platform=self.platform,
            app_id=self.provider.app.client_id,
            openid=told["openid"],
            unionid=told.get("unionid"),
            shown_as=masked(told.get("name", "")),
        )

    def check(self, error_code: object, *, asked: str) -> None:
        """Raises what an error code of the platform's means; 0 and none mean that all is well."""
        code = "" if error_code is None else str(error_code)
        if code in {"", "0"}:
            return
        if code in self.refusals.over:
            raise SignInOver(platform=self.platform)
        tell = logger.error if code in self.refusals.ours else logger.warning
        tell("%s refuses %s of app %s: error %s", self.platform.value, asked, self.provider.app.client_id, code[:40])
        troubles.note_failure(self.platform, troubles.PAGE, reason=f"error {code}")
        raise PlatformAway(platform=self.platform)


def text(answer: dict[str, Any], name: str, *, longest: int = Link.LONGEST_ID) -> str:
    """What an answer says under a name; empty where it says nothing. Raises NoAnswer where it is no short text."""
    said = answer.get(name)
    if said is None:
        return ""
    if not isinstance(said, str) or len(said) > longest or not said.isprintable():
        raise NoAnswer(f"no readable {name}")
    return said


def demanded(answer: dict[str, Any], name: str) -> str:
    """As `text`. Raises NoAnswer where it says nothing."""
    said = text(answer, name, longest=4096)
    if not said:
        raise NoAnswer(f"no {name}")
    return said


def beside(asked: Callable[[], dict[str, Any]], *, name: str, openid: str) -> dict[str, Any]:
    """What a platform tells beside the ids: nothing where it gives no answer, or one of somebody else.

    The ids are enough to go on.
    """
    try:
        about = asked()
    except NoAnswer:
        return {}
    return about if about.get(name) == openid else {}


def ids(openid: str, unionid: str, name: str = "") -> dict[str, str]:
    """What is told of who came; what there is none of is left out. Raises NoAnswer where there is no id."""
    if not openid or len(openid) > Link.LONGEST_ID:
        raise NoAnswer("no id")
    return {"openid": openid, **({"unionid": unionid} if unionid else {}), **({"name": name} if name else {})}
