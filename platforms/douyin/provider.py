"""Douyin as it documents itself.

https://developer.open-douyin.com/docs/resource/zh-CN/dop/develop/openapi/account-permission/get-access-token (a form,
not JSON), and beside it `douyin-get-permission-code` and `get-account-open-info`. `open_id` is told to one app,
`union_id` to all apps of one developer account, where the app is bound to one.
"""

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.conf import settings

from platforms.asking import NoAnswer, ask, members
from platforms.models import Platform
from platforms.provider import Adapter, Provider, Refusals, beside, demanded, ids, text


class Client(OAuth2Client):
    client_id_parameter = "client_key"
    adapter: "DouyinAdapter"

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        form = {
            "client_key": self.consumer_key,
            "client_secret": self.consumer_secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = within(ask("POST", self.access_token_url, form=form))
        self.adapter.check(answer.get("error_code"), asked="the code")
        return answer


class DouyinAdapter(Adapter):
    client_class = Client
    refusals = Refusals(
        # The code is wrong or over; parameters that do not fit, which a code of another app is told.
        over=frozenset({"10007", "2190008", "28001007", "2100005"}),
        # Key unknown or wrong, app banned, ability not granted.
        ours=frozenset({"10002", "10003", "10013", "29002002", "28001014", "28001016", "28001018", "2100007"}),
    )

    @property
    def authorize_url(self) -> str:
        return f"{settings.DOUYIN_URL}/platform/oauth/connect"

    @property
    def access_token_url(self) -> str:
        return f"{settings.DOUYIN_URL}/oauth/access_token/"

    def told(self, answer: dict[str, Any]) -> dict[str, str]:
        open_id, union_id = demanded(answer, "open_id"), text(answer, "union_id")
        about = self._about(demanded(answer, "access_token"), open_id)
        return ids(open_id, union_id or text(about, "union_id"), text(about, "nickname"))

    def _about(self, token: str, open_id: str) -> dict[str, Any]:
        form = {"access_token": token, "open_id": open_id}
        address = f"{settings.DOUYIN_URL}/oauth/userinfo/"
        return beside(lambda: within(ask("POST", address, form=form)), name="open_id", openid=open_id)


class DouyinProvider(Provider):
    id = "douyin"
    name = "Douyin"
    platform = Platform.DOUYIN
    oauth2_adapter_class = DouyinAdapter

    def get_default_scope(self) -> list[str]:
        return ["user_info"]


def within(answer: str) -> dict[str, Any]:
    """Of an answer its `data`, which has result and error alike. Raises NoAnswer."""
    told = members(answer).get("data")
    if not isinstance(told, dict):
        raise NoAnswer("no data")
    return told
