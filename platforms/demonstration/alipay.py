"""Alipay, played: the page, and the gateway with `alipay.system.oauth.token`, which mini-programs ask the same way."""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256

from platforms.demonstration.answers import Answer, Asked, Door, World
from platforms.demonstration.page import agree, unknown_app
from platforms.demonstration.people import Wrong

CHINA = timezone(timedelta(hours=8))
CLOCKS_APART = timedelta(minutes=15)


def page(world: World, asked: Asked) -> Answer:
    app = world.keys.alipay
    if (asked.query.get("app_id"), asked.query.get("scope")) != (app.id, "auth_user"):
        return unknown_app()
    return agree(world, asked, platform="支付宝", app_id=app.id, code_name="auth_code", refused={})


def gateway(world: World, asked: Asked) -> Answer:
    form = {**asked.query, **asked.form}
    if form.get("app_id") not in (world.keys.alipay.id, world.keys.alipay_mini.id):
        return _error(world, "isv.invalid-app-id", "无效的AppID参数")
    if form.get("sign_type") != "RSA2" or not _is_signed(world, form):
        return _error(world, "isv.invalid-signature", "验签出错", code="40002")
    if form.get("method") != "alipay.system.oauth.token" or not _is_of_now(form.get("timestamp", "")):
        return _error(world, "isv.invalid-method", "不存在的方法名")
    grant = world.grants.take_code(form.get("code", ""), form["app_id"])
    if form.get("grant_type") != "authorization_code" or isinstance(grant, Wrong):
        return _error(world, "isv.code-invalid", "授权码code无效", code="40002")
    answer = {
        "access_token": world.grants.give_token(grant),
        "auth_start": datetime.now(UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        "expires_in": 1296000,
        "re_expires_in": 2592000,
        "refresh_token": "refresh",
        "open_id": grant.person.id_at("alipay", grant.app_id),
        **({"union_id": grant.person.id_at("alipay")} if world.tells_unionid else {}),
    }
    return _signed(world, "alipay_system_oauth_token_response", answer)


def _is_signed(world: World, form: dict[str, str]) -> bool:
    """By the key of the portal, over all parameters but the signature, in the order of their names."""
    pairs = sorted((name, value) for name, value in form.items() if name != "sign" and value != "")
    content = "&".join("=".join(pair) for pair in pairs)
    try:
        signature = base64.b64decode(form.get("sign", ""), validate=True)
        world.keys.portal_key.public_key().verify(signature, content.encode(), padding.PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _is_of_now(timestamp: str) -> bool:
    try:
        asked_at = datetime.strptime(timestamp, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return False
    return abs(datetime.now(UTC) - asked_at) < CLOCKS_APART


def _error(world: World, sub_code: str, sub_message: str, *, code: str = "40002") -> Answer:
    return _signed(
        world,
        "error_response",
        {"code": code, "msg": "Invalid Arguments", "sub_code": sub_code, "sub_msg": sub_message},
    )


def _signed(world: World, member: str, content: dict[str, Any]) -> Answer:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    signature = world.keys.alipay_key.sign(text.encode(), padding.PKCS1v15(), SHA256())
    body = f'{{"{member}":{text},"sign":"{base64.b64encode(signature).decode()}"}}'
    return Answer(200, body.encode(), {"Content-Type": "text/html;charset=utf-8"})


DOORS: dict[str, Door] = {"/oauth2/publicAppAuthorize.htm": page, "/gateway.do": gateway}
