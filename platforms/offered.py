"""Which platforms are offered: those whose keys are set, and of WeChat's two apps the one that fits the browser."""

from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest

from common.loopback import is_loopback
from platforms.alipay.provider import AlipayProvider
from platforms.douyin.provider import DouyinProvider
from platforms.models import Platform
from platforms.provider import Provider
from platforms.wechat.provider import OFFICIAL, WEBSITE, WeChatProvider
from platforms.weibo.provider import WeiboProvider

PROVIDERS: dict[Platform, type[Provider]] = {
    Platform.WECHAT: WeChatProvider,
    Platform.ALIPAY: AlipayProvider,
    Platform.WEIBO: WeiboProvider,
    Platform.DOUYIN: DouyinProvider,
}
ONLY = "website"
"""The app of a platform that has but one."""


def platforms(request: HttpRequest) -> list[Platform]:
    """Those that can be gone to from this browser."""
    return [platform for platform in Platform if is_set(platform, app_for(request, platform))]


def app_for(request: HttpRequest, platform: Platform) -> str:
    """WeChat shows no QR code to itself, and knows nobody outside of itself without one."""
    if platform is Platform.WECHAT and "MicroMessenger" in request.headers.get("User-Agent", ""):
        return OFFICIAL
    return ONLY


def is_set(platform: Platform, app: str) -> bool:
    return all(_keys(platform, app).values())


def anywhere() -> list[Platform]:
    """Those that can be gone to from some browser."""
    return [platform for platform, app in _every_keys() if is_set(platform, app)]


def are_played() -> bool:
    """Whether it is the demonstration's platforms that are gone to (`platforms/demonstration/`)."""
    return is_loopback(urlsplit(settings.WECHAT_OPEN_URL).hostname or "")


def provider(request: HttpRequest, platform: Platform, app: str) -> Provider | None:
    """The platform by one of our apps there; `None` where its keys are not set."""
    if not is_set(platform, app):
        return None
    keys = _keys(platform, app)
    row = SocialApp(provider=platform, client_id=keys["app_id"], secret=keys.get("secret", ""), key=app)
    return PROVIDERS[platform](request, app=row)


def _keys(platform: Platform, app: str) -> dict[str, str]:
    return _every_keys()[platform, app]


def _every_keys() -> dict[tuple[Platform, str], dict[str, str]]:
    """Of each of our apps its settings, read anew each time."""
    return {
        (Platform.WECHAT, WEBSITE): settings.WECHAT_WEBSITE,
        (Platform.WECHAT, OFFICIAL): settings.WECHAT_OFFICIAL,
        (Platform.ALIPAY, ONLY): settings.ALIPAY,
        (Platform.WEIBO, ONLY): settings.WEIBO,
        (Platform.DOUYIN, ONLY): settings.DOUYIN,
    }
