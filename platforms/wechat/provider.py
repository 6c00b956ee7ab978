"""WeChat as it documents itself: two apps of ours, one for other browsers and one for its own.

A website (网站应用) shows a QR code: https://developers.weixin.qq.com/doc/oplatform/developers/dev/auth/web.md. Inside
WeChat the official account (服务号) asks: https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken.html.
Each is told an openid of its own; `unionid` joins them where both belong to one account of the Open Platform.
"""

from typing import Any

from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings

from platforms.asking import ask, members
from platforms.models import Platform
from platforms.provider import Adapter, Provider, Refusals, beside, demanded, ids, text
from platforms.refusals import OnlyASnapshot

WEBSITE, OFFICIAL = "website", "official"
SCOPES = {WEBSITE: "snsapi_login", OFFICIAL: "snsapi_userinfo"}
"""With `snsapi_base`, which asks nobody, no unionid comes."""
PATHS = {WEBSITE: "/connect/qrconnect", OFFICIAL: "/connect/oauth2/authorize"}


class Client(WeixinOAuth2Client):
    """allauth's has the parameters in the order that WeChat checks; the fragment is asked for at their end."""

    adapter: "WeChatAdapter"

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        return f"{super().get_redirect_url(authorization_url, scope, extra_params)}#wechat_redirect"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        query = {
            "appid": self.consumer_key,
            "secret": self.consumer_secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = members(ask("GET", self.access_token_url, query=query))
        self.adapter.check(answer.get("errcode"), asked="the code")
        return answer


class WeChatAdapter(Adapter, WeixinOAuth2Adapter):
    client_class = Client
    refusals = Refusals(
        # Invalid, missing, expired, used before.
        over=frozenset({"40029", "41008", "42003", "40163"}),
        # Credential, appid, secret, their absence; the API is not granted to the app.
        ours=frozenset({"40001", "40002", "40013", "40125", "41002", "41004", "48001", "10003", "10005"}),
    )

    @property
    def authorize_url(self) -> str:
        return f"{settings.WECHAT_OPEN_URL}{PATHS[self.provider.app.key]}"

    @property
    def access_token_url(self) -> str:
        return f"{settings.WECHAT_API_URL}/sns/oauth2/access_token"

    def told(self, answer: dict[str, Any]) -> dict[str, str]:
        if answer.get("is_snapshotuser") == 1:
            # A page that WeChat shows without having asked: the ids are made up for it.
            raise OnlyASnapshot(platform=self.platform)
        openid, unionid = demanded(answer, "openid"), text(answer, "unionid")
        about = self._about(demanded(answer, "access_token"), openid)
        return ids(openid, unionid or text(about, "unionid"), text(about, "nickname"))

    def _about(self, token: str, openid: str) -> dict[str, Any]:
        query = {"access_token": token, "openid": openid, "lang": "zh_CN"}
        address = f"{settings.WECHAT_API_URL}/sns/userinfo"
        return beside(lambda: members(ask("GET", address, query=query)), name="openid", openid=openid)


class WeChatProvider(Provider):
    """`app.key` says which of the two apps it is."""

    id = "wechat"
    name = "WeChat"
    platform = Platform.WECHAT
    oauth2_adapter_class = WeChatAdapter

    def get_default_scope(self) -> list[str]:
        return [SCOPES[self.app.key]]
