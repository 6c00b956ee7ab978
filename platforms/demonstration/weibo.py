"""Weibo, played: `oauth2/authorize`, `oauth2/access_token`, `2/users/show`."""

from platforms.demonstration.answers import Answer, Asked, Door, World, told
from platforms.demonstration.page import agree, unknown_app
from platforms.demonstration.people import TOKEN_LASTS_S, Person, Wrong

DENIED = {
    "error": "access_denied",
    "error_uri": "/oauth2/authorize",
    "error_code": "21330",
    "error_description": "user denied your request.",
}


def page(world: World, asked: Asked) -> Answer:
    app = world.keys.weibo
    if asked.query.get("client_id") != app.id:
        return unknown_app()
    return agree(world, asked, platform="微博", app_id=app.id, code_name="code", refused=DENIED)


def token(world: World, asked: Asked) -> Answer:
    app, form = world.keys.weibo, asked.form
    if asked.method != "POST":
        return _error("invalid_request", 21323)
    if (form.get("client_id"), form.get("client_secret")) != (app.id, app.secret):
        return _error("invalid_client", 21324)
    grant = world.grants.take_code(form.get("code", ""), app.id)
    if isinstance(grant, Wrong):
        return _error("invalid_grant", 21325)
    if form.get("redirect_uri") != grant.redirect_uri:
        return _error("redirect_uri_mismatch", 21322)
    answer = {
        "access_token": world.grants.give_token(grant),
        "remind_in": str(TOKEN_LASTS_S),
        "expires_in": TOKEN_LASTS_S,
        "uid": uid_of(grant.person),
        "isRealName": "true",
    }
    return told(answer, content_type="text/plain;charset=UTF-8")


def show_user(world: World, asked: Asked) -> Answer:
    grant = world.grants.person_of(asked.query.get("access_token", ""))
    if grant is None or asked.query.get("uid") != uid_of(grant.person):
        return _error("invalid_access_token", 21332)
    uid = uid_of(grant.person)
    return told({"id": int(uid), "idstr": uid, "screen_name": grant.person.name, "name": grant.person.name})


def uid_of(person: Person) -> str:
    return str(int(person.id_at("weibo"), 16) % 10**10)


def _error(error: str, code: int) -> Answer:
    return told({"error": error, "error_code": code, "request": "/oauth2/access_token"}, status=400)


DOORS: dict[str, Door] = {
    "/oauth2/authorize": page,
    "/oauth2/access_token": token,
    "/2/users/show.json": show_user,
}
