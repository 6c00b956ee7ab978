"""Weibo by allauth's provider, asked within our bounds and with its errors read.

https://open.weibo.com/wiki/Oauth2/authorize, `/Oauth2/access_token`, `/2/users/show`. An account has one uid, whichever
app is told it.
"""

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.weibo.views import WeiboOAuth2Adapter
from django.conf import settings

from platforms.asking import ask, members
from platforms.models import Platform
from platforms.provider import Adapter, Provider, Refusals, beside, demanded, ids, text


class Client(OAuth2Client):
    adapter: "WeiboAdapter"

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        form = {
            "client_id": self.consumer_key,
            "client_secret": self.consumer_secret,
            "grant_type": "authorization_code",
            "redirect_uri": self.callback_url,
            "code": code,
        }
        answer = members(ask("POST", self.access_token_url, form=form))
        self.adapter.check(answer.get("error_code"), asked="the code")
        return answer


class WeiboAdapter(Adapter, WeiboOAuth2Adapter):
    client_class = Client
    refusals = Refusals(
        over=frozenset({"21325", "21327"}),
        # Address, request, keys, rights of the app.
        ours=frozenset({"21322", "21323", "21324", "21326", "21328", "21337"}),
    )

    @property
    def authorize_url(self) -> str:
        return f"{settings.WEIBO_URL}/oauth2/authorize"

    @property
    def access_token_url(self) -> str:
        return f"{settings.WEIBO_URL}/oauth2/access_token"

    def told(self, answer: dict[str, Any]) -> dict[str, str]:
        uid = demanded(answer, "uid")
        about = self._about(demanded(answer, "access_token"), uid)
        return ids(uid, uid, text(about, "screen_name"))

    def _about(self, token: str, uid: str) -> dict[str, Any]:
        query, address = {"access_token": token, "uid": uid}, f"{settings.WEIBO_URL}/2/users/show.json"
        return beside(lambda: members(ask("GET", address, query=query)), name="idstr", openid=uid)


class WeiboProvider(Provider):
    id = "weibo"
    name = "Weibo"
    platform = Platform.WEIBO
    oauth2_adapter_class = WeiboAdapter
