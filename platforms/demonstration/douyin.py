"""Douyin, played: its page, `oauth/access_token`, `oauth/userinfo`, and a mini-program's `jscode2session`."""

import json

from platforms.demonstration.answers import Answer, Asked, Door, World, told
from platforms.demonstration.page import agree, unknown_app
from platforms.demonstration.people import Grant, Wrong


def page(world: World, asked: Asked) -> Answer:
    app = world.keys.douyin
    if (asked.query.get("client_key"), asked.query.get("scope")) != (app.id, "user_info"):
        return unknown_app()
    return agree(world, asked, platform="抖音", app_id=app.id, code_name="code", refused={"errCode": "-2"})


def token(world: World, asked: Asked) -> Answer:
    app, form = world.keys.douyin, asked.form
    if not asked.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return _error(10002, "参数错误")
    if form.get("client_key") != app.id:
        return _error(10003, "client_key 不存在")
    if form.get("client_secret") != app.secret:
        return _error(10013, "client_key 或者 client_secret 报错")
    grant = world.grants.take_code(form.get("code", ""), app.id)
    if isinstance(grant, Wrong):
        return _error(10007, "授权码过期")
    answer = {
        "access_token": f"act.{world.grants.give_token(grant)}",
        "captcha": "",
        "desc_url": "",
        "description": "",
        "error_code": 0,
        "expires_in": 1296000,
        "open_id": grant.person.id_at("douyin", app.id),
        "refresh_expires_in": 2592000,
        "refresh_token": "rft",
        "scope": "user_info",
    }
    return told({"data": answer, "message": "success"})


def user_info(world: World, asked: Asked) -> Answer:
    form = asked.form
    grant = world.grants.person_of(form.get("access_token", "").removeprefix("act."))
    if grant is None:
        return _error(28001003, "access_token无效")
    open_id = grant.person.id_at("douyin", grant.app_id)
    if form.get("open_id") != open_id:
        return _error(28001015, "请求参数 access_token 和 openId不匹配")
    # Here the documentation writes the code as text.
    about = {"open_id": open_id, "nickname": grant.person.name, "avatar": "", "description": "", "error_code": "0"}
    return told({"data": {**about, **_union_id(world, grant)}, "err_no": 0, "err_msg": ""})


def code_to_session(world: World, asked: Asked) -> Answer:
    """https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/server/log-in/code-2-session"""
    app = world.keys.douyin_mini
    try:
        form = json.loads(asked.body)
    except ValueError:
        return told({"err_no": 28001007, "err_tips": "参数不合法"})
    if form.get("appid") != app.id:
        return told({"err_no": 28001007, "err_tips": "appid 错误"})
    if form.get("secret") != app.secret:
        return told({"err_no": 28001007, "err_tips": "secret 错误"})
    grant = world.grants.take_code(form.get("code", ""), app.id)
    if isinstance(grant, Wrong):
        return told({"err_no": 40018, "err_tips": "bad code"})
    answer = {"session_key": "key", "openid": grant.person.id_at("douyin", app.id), "anonymous_openid": ""}
    unionid = {"unionid": grant.person.id_at("douyin")} if world.tells_unionid else {"unionid": ""}
    return told({"err_no": 0, "err_tips": "success", "data": {**answer, **unionid}})


def _union_id(world: World, grant: Grant) -> dict[str, str]:
    return {"union_id": grant.person.id_at("douyin")} if world.tells_unionid else {}


def _error(code: int, description: str) -> Answer:
    return told({"data": {"error_code": code, "description": description}, "message": "error"})


DOORS: dict[str, Door] = {
    "/platform/oauth/connect": page,
    "/oauth/access_token/": token,
    "/oauth/userinfo/": user_info,
    "/api/apps/v2/jscode2session": code_to_session,
}
