"""The played platforms of the demonstration, served to a test, with whatever may be wrong with a platform."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from platforms.demonstration.answers import Answer, Asked, World
from platforms.demonstration.keys import environment
from platforms.demonstration.people import Person
from platforms.demonstration.server import Server

LIN, ZHOU = Person("林小满"), Person("周大河")
TOKEN_PATHS = {
    "wechat": "/sns/oauth2/access_token",
    "weibo": "/oauth2/access_token",
    "alipay": "/gateway.do",
    "douyin": "/oauth/access_token/",
}
ABOUT_PATHS = {"wechat": "/sns/userinfo", "weibo": "/2/users/show.json", "douyin": "/oauth/userinfo/"}
TROUBLES = {
    "html": Answer(200, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "broken": Answer(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "no text": Answer(200, b"\xff\xfe\x00\x01", {"Content-Type": "application/json"}),
    "empty": Answer(200, b""),
    "list": Answer(200, b"[1, 2]", {"Content-Type": "application/json"}),
    "number": Answer(200, b"7", {"Content-Type": "application/json"}),
    "deep": Answer(200, b"[" * 60_000, {"Content-Type": "application/json"}),
    "nothing told": Answer(200, b"{}", {"Content-Type": "application/json"}),
    "numbers as ids": Answer(200, b'{"access_token": 1, "openid": 2, "uid": 3, "data": 4}'),
    "endless": Answer(200, b'{"a": "' + b"a" * 1_000_000 + b'"}', {"Content-Type": "application/json"}),
    "elsewhere": Answer(302, b"", {"Location": "http://127.0.0.1:9/"}),
    "busy": Answer(
        200, b'{"errcode": -1, "errmsg": "system error", "error_code": 10014, "data": {"error_code": 2100004}}'
    ),
}


class Loopback(Server):
    """As the demonstration's; `troubles` says what is wrong at which address, `asked` what came."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.troubles: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []

    def answer(self, platform: str, asked: Asked) -> Answer:
        self.asked.append((platform, asked.path))
        trouble = self.troubles.get(asked.path)
        if trouble == "slow":
            time.sleep(3)
        elif trouble == "down":
            raise ConnectionAbortedError
        elif trouble == "forged":
            true = super().answer(platform, asked).body.decode()
            return Answer(200, true.replace('"open_id":"', '"open_id":"0').encode())
        elif trouble:
            return TROUBLES[trouble]
        return super().answer(platform, asked)

    def handle_error(self, *_told: object) -> None:
        """A test has hung up, or wanted this."""


@contextmanager
def running() -> Iterator[Loopback]:
    server = Loopback(World(back_to=frozenset({"testserver", "localhost", "127.0.0.1"})))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def settle(settings: Any, server: Loopback) -> None:
    """The portal's platforms are those of the server."""
    given = environment(server.world.keys, server.origin)
    for name in (
        "WECHAT_OPEN_URL",
        "WECHAT_API_URL",
        "WEIBO_URL",
        "ALIPAY_AUTHORIZE_URL",
        "ALIPAY_GATEWAY_URL",
        "DOUYIN_URL",
    ):
        setattr(settings, name, given[name])
    settings.WECHAT_WEBSITE = {"app_id": given["WECHAT_WEBSITE_APP_ID"], "secret": given["WECHAT_WEBSITE_SECRET"]}
    settings.WECHAT_OFFICIAL = {"app_id": given["WECHAT_OFFICIAL_APP_ID"], "secret": given["WECHAT_OFFICIAL_SECRET"]}
    settings.WEIBO = {"app_id": given["WEIBO_APP_KEY"], "secret": given["WEIBO_APP_SECRET"]}
    settings.ALIPAY = {
        "app_id": given["ALIPAY_APP_ID"],
        "private_key": given["ALIPAY_PRIVATE_KEY"],
        "alipay_public_key": given["ALIPAY_PUBLIC_KEY"],
    }
    settings.DOUYIN = {"app_id": given["DOUYIN_CLIENT_KEY"], "secret": given["DOUYIN_CLIENT_SECRET"]}
