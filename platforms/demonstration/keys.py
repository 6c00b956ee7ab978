"""The keys of the played platforms, made anew at each start, and the settings by which the portal finds them."""

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

EXPONENT, BITS = 65537, 2048


def _new_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(EXPONENT, BITS)


@dataclass
class App:
    """An app at a platform: its id, and the secret that its platform has given it."""

    id: str
    secret: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass
class Keys:
    """Everything that both sides of each platform hold."""

    wechat_website: App = field(default_factory=lambda: App("wxdemowebsite0001"))
    wechat_official: App = field(default_factory=lambda: App("wxdemoofficial001"))
    wechat_mini: App = field(default_factory=lambda: App("wxdemominiprog001"))
    weibo: App = field(default_factory=lambda: App("1000000001"))
    douyin: App = field(default_factory=lambda: App("awdemodouyin00001"))
    douyin_mini: App = field(default_factory=lambda: App("ttdemominiprog001"))
    alipay: App = field(default_factory=lambda: App("2021000000000001"))
    alipay_mini: App = field(default_factory=lambda: App("2021000000000002"))
    portal_key: rsa.RSAPrivateKey = field(default_factory=_new_rsa_key)
    """The portal's at Alipay: it signs what is asked."""
    alipay_key: rsa.RSAPrivateKey = field(default_factory=_new_rsa_key)
    """Alipay's own: it signs what is answered."""


def private_text(key: rsa.RSAPrivateKey) -> str:
    """As Alipay's tool saves it: one line of Base64."""
    return base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


def public_text(key: rsa.RSAPrivateKey) -> str:
    """As Alipay's console shows it."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def environment(keys: Keys, origin: str) -> dict[str, str]:
    """What the portal is started with so that its platforms are those at `origin` (docs/platforms.md)."""
    return {
        "WECHAT_OPEN_URL": f"{origin}/wechat",
        "WECHAT_API_URL": f"{origin}/wechat",
        "WECHAT_WEBSITE_APP_ID": keys.wechat_website.id,
        "WECHAT_WEBSITE_SECRET": keys.wechat_website.secret,
        "WECHAT_OFFICIAL_APP_ID": keys.wechat_official.id,
        "WECHAT_OFFICIAL_SECRET": keys.wechat_official.secret,
        "WEIBO_URL": f"{origin}/weibo",
        "WEIBO_APP_KEY": keys.weibo.id,
        "WEIBO_APP_SECRET": keys.weibo.secret,
        "ALIPAY_AUTHORIZE_URL": f"{origin}/alipay/oauth2/publicAppAuthorize.htm",
        "ALIPAY_GATEWAY_URL": f"{origin}/alipay/gateway.do",
        "ALIPAY_APP_ID": keys.alipay.id,
        "ALIPAY_PRIVATE_KEY": private_text(keys.portal_key),
        "ALIPAY_PUBLIC_KEY": public_text(keys.alipay_key),
        "DOUYIN_URL": f"{origin}/douyin",
        "DOUYIN_CLIENT_KEY": keys.douyin.id,
        "DOUYIN_CLIENT_SECRET": keys.douyin.secret,
    }


def as_text(keys: Keys) -> str:
    """All of them, for another process of this machine."""
    apps = {name: asdict(value) for name, value in vars(keys).items() if isinstance(value, App)}
    rsa_keys = {name: private_text(value) for name, value in vars(keys).items() if not isinstance(value, App)}
    return json.dumps({"apps": apps, "keys": rsa_keys})


def from_text(text: str) -> Keys:
    told = json.loads(text)
    apps = {name: App(**app) for name, app in told["apps"].items()}
    kept: dict[str, Any] = {**apps, **{name: _read(key) for name, key in told["keys"].items()}}
    return Keys(**kept)


def _read(text: str) -> rsa.RSAPrivateKey:
    key = load_der_private_key(base64.b64decode(text), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
