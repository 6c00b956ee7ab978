"""A portal with a mini-program on each of the three platforms, which are played on loopback."""

from dataclasses import dataclass
from typing import Any

import pytest

from platforms.demonstration.keys import App as TheirApp
from platforms.demonstration.keys import private_text, public_text
from platforms.demonstration.people import Person
from tests.accounts.app_sign_in.conftest import app
from tests.accounts.conftest import outbox
from tests.platforms.loopback import Loopback

__all__ = ["app", "outbox"]

PATHS = {"wechat": "/sns/jscode2session", "alipay": "/gateway.do", "douyin": "/api/apps/v2/jscode2session"}


@dataclass
class There:
    """The platforms, as a mini-program on a phone meets them."""

    server: Loopback

    def app_of(self, platform: str) -> TheirApp:
        keys = self.server.world.keys
        return {"wechat": keys.wechat_mini, "alipay": keys.alipay_mini, "douyin": keys.douyin_mini}[platform]

    def code_of(self, platform: str, person: Person, app_id: str = "") -> str:
        """What the platform's login gives to the mini-program of whoever holds the phone."""
        return self.server.world.grants.give_code(app_id or self.app_of(platform).id, person)

    def is_troubled(self, platform: str, trouble: str) -> None:
        self.server.troubles[PATHS[platform]] = trouble


@pytest.fixture(autouse=True)
def platforms(there: Loopback, settings: Any) -> There:
    keys = there.world.keys
    settings.WECHAT_MINI_PROGRAM = {"app_id": keys.wechat_mini.id, "secret": keys.wechat_mini.secret}
    settings.DOUYIN_MINI_PROGRAM = {"app_id": keys.douyin_mini.id, "secret": keys.douyin_mini.secret}
    settings.DOUYIN_MINI_PROGRAM_URL = f"{there.origin}/douyin"
    settings.ALIPAY_MINI_PROGRAM = {
        "app_id": keys.alipay_mini.id,
        "private_key": private_text(keys.portal_key),
        "alipay_public_key": public_text(keys.alipay_key),
    }
    return There(there)
