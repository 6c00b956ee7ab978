"""The page of a played platform where somebody agrees, or does not; it looks like nobody's real one."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode, urlsplit

from platforms.demonstration.answers import Answer, Asked, World
from platforms.demonstration.people import NAMES, Person

STYLE = """
body { font: 18px/1.6 system-ui, sans-serif; max-width: 24rem; margin: 2rem auto; padding: 0 1rem; color: #17262b }
button { font: inherit; display: block; width: 100%; margin: .5rem 0; padding: .7rem; border-radius: 12px;
  border: 1px solid #556970; background: #fff }
.agree { background: #17262b; color: #fff }
"""


def agree(
    world: World, asked: Asked, *, platform: str, app_id: str, code_name: str, refused: Mapping[str, str]
) -> Answer:
    """Asks on GET; on POST leads back with a code, or with what the platform says of somebody who did not agree."""
    redirect_uri = asked.query.get("redirect_uri", "")
    if urlsplit(redirect_uri).hostname not in world.back_to:
        # Each platform knows beforehand where its apps' people come from.
        return Answer(400, "redirect_uri 参数错误".encode(), {"Content-Type": "text/plain; charset=utf-8"})
    if asked.method != "POST":
        return _page(platform)
    state = {"state": asked.query["state"]} if "state" in asked.query else {}
    person = Person(asked.form["person"]) if asked.form.get("person") in NAMES else None
    given = {code_name: world.grants.give_code(app_id, person, redirect_uri)} if person else refused
    return Answer(302, b"", {"Location": f"{redirect_uri}?{urlencode({**given, **state})}"})


def unknown_app() -> Answer:
    return Answer(400, "应用不存在".encode(), {"Content-Type": "text/plain; charset=utf-8"})


def _page(platform: str) -> Answer:
    agreeing = "".join(
        f'<button class="agree" name="person" value="{escape(name)}">同意，我是{escape(name)}</button>'
        for name in NAMES
    )
    html = f"""<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>演示平台 · {platform}</title>
<style>{STYLE}</style><h1>演示平台 · {platform}</h1>
<p>这里不是真的{platform}，只在本机演示。“碳惠天府”想知道您是谁。</p>
<form method="post">{agreeing}<button name="cancel" value="1">取消</button></form></html>"""
    return Answer(200, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
