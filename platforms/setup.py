"""What of the platforms' settings cannot work, in words for whoever runs the portal; no word repeats a key."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.conf import settings

from common.loopback import is_loopback, is_safe
from platforms.alipay import signing

PAIRS = {
    "WECHAT_WEBSITE": "WeChat outside of itself",
    "WECHAT_OFFICIAL": "WeChat inside itself",
    "WEIBO": "Weibo",
    "ALIPAY": "Alipay",
    "DOUYIN": "Douyin",
    "WECHAT_MINI_PROGRAM": "WeChat’s mini-program",
    "ALIPAY_MINI_PROGRAM": "Alipay’s mini-program",
    "DOUYIN_MINI_PROGRAM": "Douyin’s mini-program",
}
ADDRESSES = (
    *("WECHAT_OPEN_URL", "WECHAT_API_URL", "WEIBO_URL"),
    *("ALIPAY_AUTHORIZE_URL", "ALIPAY_GATEWAY_URL", "DOUYIN_URL", "DOUYIN_MINI_PROGRAM_URL"),
)


def open_addresses() -> list[str]:
    """Settings whose address others could read along, or that is this machine: the played platforms'."""
    return [name for name in ADDRESSES if not _is_of_a_platform(getattr(settings, name))]


def half_set() -> Iterator[str]:
    """A sentence for each platform that is not offered although somebody has set a part of it."""
    for name, what in PAIRS.items():
        keys = getattr(settings, name)
        missing = [key for key, value in keys.items() if not value]
        if missing and len(missing) < len(keys):
            yield f"{what} is not offered: of its keys {', '.join(missing)} is not set."
    for name in ("ALIPAY", "ALIPAY_MINI_PROGRAM"):
        if all(getattr(settings, name).values()):
            yield from _unreadable_keys(PAIRS[name], getattr(settings, name))


def _unreadable_keys(what: str, keys: Mapping[str, str]) -> Iterator[str]:
    for name, read in (("private_key", signing.private_key), ("alipay_public_key", signing.public_key)):
        try:
            read(keys[name])
        except signing.NoKey as error:
            yield f"Nobody signs in with {what}: its {name} is {error}."


def _is_of_a_platform(url: str) -> bool:
    return is_safe(url) and not is_loopback(urlsplit(url).hostname or "")
