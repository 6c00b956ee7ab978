"""What a platform says of the login code that a mini-program got from it: whose account it is. Nothing else is kept.

Each is asked as its documentation says; the session key that comes along is dropped here. A code is right once, for the
one mini-program whose keys are sent with it.

Sources: WeChat, developers.weixin.qq.com, “小程序登录凭证校验” (server/API/user-login/api_code2session); Douyin,
developer.open-douyin.com, “code2Session” (mini-app/develop/server/basic-abilities/log-in/code-2-session), and for its
errors an older edition (w3cschool.cn/microgame/microgame-k97136rd.html); Alipay as in `platforms/alipay/`.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from platforms import troubles
from platforms.alipay import provider as alipay
from platforms.asking import NoAnswer, Session, ask, members
from platforms.identities import Identity
from platforms.mini_programs.refusals import BlockedThere
from platforms.models import Platform
from platforms.provider import MOST_OF_A_CODE, ids, text
from platforms.refusals import NotOffered, PlatformAway, SignInOver

logger = logging.getLogger(__name__)

Keys = Mapping[str, str]

WECHAT_OVER = {40029, 40163, 41008}
"""Wrong or over, used before, missing."""
WECHAT_BLOCKED = 40226
DOUYIN_OVER = {40018}


def identity_of(platform: Platform, code: str) -> Identity:
    """Whose account the code is of. Raises NotOffered, SignInOver, BlockedThere, PlatformAway."""
    if not is_offered(platform):
        raise NotOffered(platform=platform)
    if not 0 < len(code) <= MOST_OF_A_CODE or not (code.isascii() and code.isprintable()):
        raise SignInOver(platform=platform)
    try:
        identity = _EXCHANGES[platform](code, _keys(platform))
    except NoAnswer as error:
        # Its text names neither secret nor code.
        logger.warning("mini-program of %s: %s", platform, error)
        troubles.note_failure(platform, troubles.MINI_PROGRAM, reason=str(error))
        raise PlatformAway(platform=platform) from None
    troubles.note_success(platform, troubles.MINI_PROGRAM)
    return identity


def is_offered(platform: Platform) -> bool:
    return platform in _EXCHANGES and all(_keys(platform).values())


def _of_wechat(code: str, keys: Keys) -> Identity:
    asked = {"appid": keys["app_id"], "secret": keys["secret"], "js_code": code, "grant_type": "authorization_code"}
    told = members(ask("GET", f"{settings.WECHAT_API_URL}/sns/jscode2session", query=asked))
    error = told.get("errcode", 0)
    if error == WECHAT_BLOCKED:
        raise BlockedThere(platform=Platform.WECHAT)
    _check(Platform.WECHAT, error, error in WECHAT_OVER)
    return _identity(Platform.WECHAT, keys, _named(told))


def _of_alipay(code: str, keys: Keys) -> Identity:
    form = alipay.question(code, keys, now=timezone.now())
    answer = ask("POST", str(settings.ALIPAY_GATEWAY_URL), form=form)
    error = alipay.refused(answer)
    _check(Platform.ALIPAY, error or 0, error in alipay.AlipayAdapter.refusals.over)
    return _identity(Platform.ALIPAY, keys, alipay.named(alipay.believed(answer, keys)))


def _of_douyin(code: str, keys: Keys) -> Identity:
    asked = {"appid": keys["app_id"], "secret": keys["secret"], "code": code, "anonymous_code": ""}
    with Session() as session:
        answer = session.request("POST", f"{settings.DOUYIN_MINI_PROGRAM_URL}/api/apps/v2/jscode2session", json=asked)
    told = members(answer.content.decode(errors="replace"))
    error, who = told.get("err_no", 0), told.get("data")
    _check(Platform.DOUYIN, error, error in DOUYIN_OVER)
    if not isinstance(who, dict):
        raise NoAnswer("nobody named")
    return _identity(Platform.DOUYIN, keys, _named(who))


_EXCHANGES: Mapping[Platform, Callable[[str, Keys], Identity]] = {
    Platform.WECHAT: _of_wechat,
    Platform.ALIPAY: _of_alipay,
    Platform.DOUYIN: _of_douyin,
}


def _keys(platform: Platform) -> Keys:
    keys: dict[Platform, Keys] = {
        Platform.WECHAT: settings.WECHAT_MINI_PROGRAM,
        Platform.ALIPAY: settings.ALIPAY_MINI_PROGRAM,
        Platform.DOUYIN: settings.DOUYIN_MINI_PROGRAM,
    }
    return keys[platform]


def _check(platform: Platform, error: Any, is_over: bool) -> None:
    if is_over:
        raise SignInOver(platform=platform)
    if error != 0:
        raise NoAnswer(f"error {error}"[:60])


def _named(told: dict[str, Any]) -> dict[str, str]:
    return ids(text(told, "openid"), text(told, "unionid"))


def _identity(platform: Platform, keys: Keys, told: dict[str, str]) -> Identity:
    return Identity(platform, keys["app_id"], told["openid"], told.get("unionid"))
