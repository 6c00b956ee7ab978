"""WeChat, played: two pages, `sns/oauth2/access_token`, `sns/userinfo`, and a mini-program's `jscode2session`."""

from platforms.demonstration.answers import Answer, Asked, Door, World, told
from platforms.demonstration.keys import App
from platforms.demonstration.page import agree, unknown_app
from platforms.demonstration.people import TOKEN_LASTS_S, Grant, Wrong

NAME = "微信"
CODES = {
    Wrong.UNKNOWN: (40029, "invalid code"),
    Wrong.USED: (40163, "code been used"),
    Wrong.EXPIRED: (42003, "code expired"),
}


def qr_page(world: World, asked: Asked) -> Answer:
    return _page(world, asked, world.keys.wechat_website, "snsapi_login")


def page_inside(world: World, asked: Asked) -> Answer:
    """WeChat compares the address as text: only this order of parameters opens it."""
    if list(asked.query)[:5] != ["appid", "redirect_uri", "response_type", "scope", "state"]:
        return unknown_app()
    return _page(world, asked, world.keys.wechat_official, "snsapi_userinfo")


def token(world: World, asked: Asked) -> Answer:
    app = _app(world, asked.query)
    if isinstance(app, Answer):
        return app
    grant = world.grants.take_code(asked.query.get("code", ""), app.id)
    if isinstance(grant, Wrong):
        return _error(*CODES[grant])
    answer = {
        "access_token": world.grants.give_token(grant),
        "expires_in": TOKEN_LASTS_S,
        "refresh_token": "refresh",
        "openid": grant.person.id_at("wechat", app.id),
        "scope": "snsapi_login" if app is world.keys.wechat_website else "snsapi_userinfo",
    }
    return _told({**answer, **_unionid(world, grant), **({"is_snapshotuser": 1} if world.tells_snapshots else {})})


def user_info(world: World, asked: Asked) -> Answer:
    grant = world.grants.person_of(asked.query.get("access_token", ""))
    if grant is None:
        return _error(40001, "invalid credential, access_token is invalid or not latest")
    openid = grant.person.id_at("wechat", grant.app_id)
    if asked.query.get("openid") != openid:
        return _error(40003, "invalid openid")
    told_of = {"openid": openid, "nickname": grant.person.name, "sex": 0, "headimgurl": "", "privilege": []}
    return _told({**told_of, **_unionid(world, grant)})


def code_to_session(world: World, asked: Asked) -> Answer:
    """https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html"""
    app = world.keys.wechat_mini
    if asked.query.get("appid") != app.id:
        return _error(40013, "invalid appid")
    if asked.query.get("secret") != app.secret:
        return _error(40125, "invalid appsecret")
    grant = world.grants.take_code(asked.query.get("js_code", ""), app.id)
    if isinstance(grant, Wrong):
        return _error(*CODES[grant])
    answer = {"session_key": "c2Vzc2lvbi1rZXk=", "openid": grant.person.id_at("wechat", app.id)}
    return _told({**answer, **_unionid(world, grant)})


def _page(world: World, asked: Asked, app: App, scope: str) -> Answer:
    if asked.query.get("appid") != app.id or asked.query.get("scope") != scope:
        return unknown_app()
    # Who does not agree comes back without a code.
    return agree(world, asked, platform=NAME, app_id=app.id, code_name="code", refused={})


def _app(world: World, query: object) -> App | Answer:
    assert isinstance(query, dict)
    for app in (world.keys.wechat_website, world.keys.wechat_official):
        if query.get("appid") == app.id:
            return app if query.get("secret") == app.secret else _error(40125, "invalid appsecret")
    return _error(40013, "invalid appid")


def _unionid(world: World, grant: Grant) -> dict[str, str]:
    return {"unionid": grant.person.id_at("wechat")} if world.tells_unionid else {}


def _told(members: dict[str, object]) -> Answer:
    # WeChat says JSON under this name.
    return told(members, content_type="text/plain")


def _error(code: int, message: str) -> Answer:
    return _told({"errcode": code, "errmsg": message})


DOORS: dict[str, Door] = {
    "/connect/qrconnect": qr_page,
    "/connect/oauth2/authorize": page_inside,
    "/sns/oauth2/access_token": token,
    "/sns/userinfo": user_info,
    "/sns/jscode2session": code_to_session,
}
