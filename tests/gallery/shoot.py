"""Photographs every page in two languages, two widths and two lights into one HTML index, and runs axe on each.

Run by `bin/gallery` against a portal that it has started:
`python -m tests.gallery.shoot ADDRESS FOLDER PHONE PHONE PHONE STAFF PASSWORD [NAME …]`.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from itertools import product
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from common.city_time import CITY_ZONE
from tests.evidence.pictures import as_file, drawn
from tests.gallery import second_path
from tests.gallery.pages import SHOTS, Shot, Visitor

WIDTHS = {390: 844, 1280: 900}
LANGUAGES = ("zh-hans", "en")
LIGHTS = ("light", "dark")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NEWCOMER = "13800000099"
"""The phone of somebody whom the demonstration does not know."""
DAYS_TYPED, DAYS_LOOKED_BACK = 7, 60
STYLE = """
body { font: 16px sans-serif; margin: 24px }
div { display: flex; flex-wrap: wrap; gap: 16px }
img { width: 280px; border: 1px solid #ccc }
.bad { color: #b00 }
"""


@dataclass(frozen=True)
class Picture:
    shot: Shot
    language: str
    width: int
    light: str
    file: str
    violations: list[dict[str, Any]]
    complaints: list[str]
    """What the page told the console, and whether it is wider than the screen."""


def main(
    address: str, folder: Path, regular: str, worker: str, merchant: str, staff: str, password: str, names: list[str]
) -> int:
    """`regular`, `worker` and `merchant` are the phone numbers of three people of the demonstration."""
    folder.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["PORTAL_CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        sessions = {
            Visitor.ANONYMOUS: None,
            Visitor.NEWCOMER: signed_in(browser, address, NEWCOMER),
            Visitor.REGULAR: signed_in(browser, address, regular),
            Visitor.WORKER: signed_in(browser, address, worker),
            Visitor.MERCHANT: signed_in(browser, address, merchant),
            Visitor.SHARED: at_a_shared_till(browser, address, signed_in(browser, address, worker)),
            Visitor.OWNER: second_path.entered(browser, address, second_path.OWNER),
            Visitor.VERIFIER: second_path.entered(browser, address, second_path.VERIFIER),
            Visitor.DESK: at_the_desk(browser, address, staff, password),
        }
        places = give_a_history(browser, address, sessions[Visitor.REGULAR])
        sessions[Visitor.WORKER] = with_a_factor(browser, address, sessions[Visitor.WORKER])
        sessions[Visitor.MERCHANT] = with_a_proof(browser, address, sessions[Visitor.MERCHANT])
        places |= places_of_work(browser, address, sessions)
        places |= second_path.places(browser, address, sessions[Visitor.OWNER], sessions[Visitor.VERIFIER])
        pictures = []
        for language, width, light in product(LANGUAGES, WIDTHS, LIGHTS):
            pictures += list(photograph(browser, address, folder, shots, sessions, places, language, width, light))
            print(f"{language} {width} px {light}: {len(shots)} pages", flush=True)
        browser.close()
    (folder / "index.html").write_text(index_of(pictures), encoding="utf-8")
    return tell(pictures, folder)


def signed_in(browser: Browser, address: str, phone: str) -> Any:
    """The cookies of a citizen, who signs in as everyone does."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="获取验证码", exact=True).click()
    code = re.sub(r"\D", "", page.get_by_text("演示环境：验证码").inner_text())
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto("/")
    return context.storage_state()


def at_a_shared_till(browser: Browser, address: str, session: Any) -> Any:
    """The cookies of a citizen's session that opens only the till from now on."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto("/till/")
    page.get_by_text("这是店里共用的手机").click()
    page.get_by_role("button", name="只用来收银").click()
    page.wait_for_selector(".till-end")
    return context.storage_state()


def at_the_desk(browser: Browser, address: str, name: str, password: str) -> Any:
    """The cookies of the demo's member of staff."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    page.goto("/admin/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    code = re.sub(r"\D", "", page.get_by_text("演示环境：验证码").inner_text())
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_url("**/admin/")
    return context.storage_state()


def give_a_history(browser: Browser, address: str, session: Any) -> dict[str, str]:
    """What the demonstration's people have not done yet, so that every page has something; what addresses name."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto("/me/tokens/new/")
    page.get_by_label("令牌名称").fill("手环同步")
    page.get_by_role("button", name="生成令牌").click()
    secret = page.locator("#secret").inner_text().strip()
    page.goto("/me/tokens/")
    token = page.locator("a[href*=revoke]").first.get_attribute("href").split("/")[-3]
    answer = context.request.post(
        "/api/v1/activities",
        headers={"authorization": f"Bearer {secret}"},
        data={"activities": list(some_acts())},
    ).json()
    activity = answer["results"][0]["activity"]
    page.goto(f"/activities/{activity}/")
    page.wait_for_selector(".outcome-result", timeout=30_000)
    send_a_ride_too_fast(page)
    answer_the_quiz(page)
    file = upload_a_file(page)
    photo_report = send_a_photo(page)
    photo = upload_a_photo(page, seed=2)
    venue = a_venue_that_counts(page)
    offer, voucher = redeem(page, "担担面")
    _books, book_voucher = redeem(page, "图书满 50 元减 10 元")
    _tree, donation = redeem(page, "添一棵树")
    cars = bind_cars(page)
    meter = read_a_meter(page)
    registry = used_up(page)
    context.close()
    return {
        "activity": activity,
        "token": token,
        "file": file,
        "photo": photo,
        "photo_report": photo_report,
        "venue": venue,
        "offer": offer,
        "voucher": voucher,
        "book_voucher": book_voucher,
        "donation": donation,
        "meter": meter,
        **cars,
        **registry,
        "month": f"{datetime.now(CITY_ZONE):%Y-%m}",
        "year": f"{datetime.now(CITY_ZONE):%Y}",
    }


def places_of_work(browser: Browser, address: str, sessions: dict[Visitor, Any]) -> dict[str, str]:
    """A till and a merchant of the worker's, and an invitation of the regular's: each by the first link to one."""
    works = sessions[Visitor.WORKER]
    merchant = first_link(browser, address, works, "/me/", "/merchant/")
    room = f"/merchant/{merchant}/"
    statements = f"{room}statements/"
    statement = first_link(browser, address, works, statements, statements)
    lines = f"{statements}{statement}/lines/"
    return {
        "till": first_link(browser, address, works, "/till/", "/till/"),
        "merchant": merchant,
        "shop": first_link(browser, address, works, f"{room}shops/", f"{room}shops/"),
        "statement": statement,
        "line": first_link(browser, address, works, f"{statements}{statement}/", lines),
        **offers_of(browser, address, works, room),
        **a_used_voucher(browser, address, sessions[Visitor.MERCHANT]),
        "invitation": first_link(browser, address, sessions[Visitor.REGULAR], "/me/", "/invitations/"),
    }


def a_used_voucher(browser: Browser, address: str, session: Any) -> dict[str, str]:
    """An owner's merchant, and the latest voucher that only they may refund."""
    own = first_link(browser, address, session, "/me/", "/merchant/")
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page, today = context.new_page(), datetime.now(CITY_ZONE).date()
    links = page.locator("a[href$='/refund/']")
    for days in range(DAYS_LOOKED_BACK):
        page.goto(f"/merchant/{own}/vouchers/?day={today - timedelta(days=days)}")
        if links.count():
            break
    link = links.first.get_attribute("href")
    context.close()
    return {"own_merchant": own, "used_voucher": link.split("/")[-3]}


def offers_of(browser: Browser, address: str, session: Any, room: str) -> dict[str, str]:
    """An offer on show and a draft of the merchant whose room this is."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{room}offers/")
    found = {}
    for name, state in (("own_offer", "展示中"), ("draft", "草稿")):
        link = page.locator(".offer-card", has=page.get_by_text(state, exact=True)).first.get_attribute("href")
        found[name] = link.split("/")[-2]
    context.close()
    return found


def with_a_factor(browser: Browser, address: str, session: Any) -> Any:
    """The cookies of somebody who has just enrolled a second factor; the page shows the demonstration's code."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto("/me/second-factor/new/")
    page.locator("[name=code]").fill(re.sub(r"\D", "", page.get_by_text("演示环境：验证码").inner_text()))
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_selector(".recovery-codes")
    return context.storage_state()


def with_a_proof(browser: Browser, address: str, session: Any) -> Any:
    """The cookies of somebody who has just shown the second factor that the demonstration gave them."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto("/me/second-factor/code/")
    page.locator("[name=code]").fill(re.sub(r"\D", "", page.get_by_text("演示环境：验证码").inner_text()))
    page.get_by_role("button", name="确认", exact=True).click()
    page.wait_for_url(lambda url: "/code/" not in url)
    return context.storage_state()


def first_link(browser: Browser, address: str, session: Any, page_at: str, leads_to: str) -> str:
    """What follows such a place in the first link of a page that leads there."""
    context = browser.new_context(base_url=address, storage_state=session, locale="zh-CN")
    page = context.new_page()
    page.goto(page_at)
    link: str = page.locator(f"a[href^='{leads_to}']").first.get_attribute("href")
    context.close()
    return link.removeprefix(leads_to).split("/")[0]


def used_up(page: Page) -> dict[str, str]:
    """The public ids of what was used up first and of its project."""
    [used, *_later] = page.request.get("/registry/data/retirements.json").json()
    return {"project": used["project_id"], "retirement": used["retirement_id"]}


def a_venue_that_counts(page: Page) -> str:
    """The public id of a demo mall."""
    page.goto("/venues/?kind=mall&q=演示")
    return page.locator(".card-stack a").first.get_attribute("href").split("/")[-2]


def redeem(page: Page, title: str) -> tuple[str, str]:
    """Redeems an offer of the demo's mall; the public ids of the offer and of what came of it."""
    page.goto("/rewards/")
    page.locator(".offer-card", has_text=title).click()
    offer = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"/rewards/offers/{offer}/redeem/")
    page.locator("form:has(input[name=key]) button[type=submit]").click()
    page.wait_for_url("**/rewards/vouchers/*/")
    return offer, page.url.rstrip("/").rpartition("/")[2]


def answer_the_quiz(page: Page) -> None:
    """The first option of every question: some are right. Unless the day's quiz is answered already."""
    page.goto("/act/quiz/")
    if page.locator(".quiz-marked").count():
        return
    for question in page.locator(".quiz fieldset").all():
        question.locator("input[type=radio]").first.check()
    page.locator("form.quiz button[type=submit]").click()
    page.wait_for_selector(".quiz-marked")


def upload_a_file(page: Page) -> str:
    """A week of rides with three rows that are refused, read to its end; its public id."""
    rows = ["开始时间,结束时间,距离（米）,订单号", *some_rides()]
    day = datetime.now(CITY_ZONE).date() - timedelta(days=1)
    rows += [f"{day} 12:00,{day} 12:10,-5,", f"{day} 13:00,{day} 13:10,很多,", "2099-01-01 08:00,,1,"]
    page.goto("/files/")
    chosen = {"name": "骑行订单.csv", "mimeType": "text/csv", "buffer": "\r\n".join(rows).encode()}
    page.locator("input[type=file]").set_input_files(chosen)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.wait_for_selector(".refused-rows", timeout=30_000)
    page.get_by_text("已全部核算完成。").wait_for()
    return page.url.rstrip("/").rpartition("/")[2]


def upload_a_photo(page: Page, seed: int) -> str:
    """A photo that waits to be told about; its public id."""
    page.goto("/act/eco-photo/")
    chosen = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": as_file(drawn(seed))}
    page.locator("input[type=file]").set_input_files([chosen])
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.wait_for_selector(".picks")
    return page.url.rstrip("/").rpartition("/")[2]


def send_a_photo(page: Page) -> str:
    """A photo report that nobody has looked at yet; its public id."""
    upload_a_photo(page, seed=1)
    page.get_by_label("垃圾乱丢").check()
    page.get_by_label("补充说明（选填）").fill("府河边步道旁，垃圾桶翻倒。")
    page.get_by_role("button", name="提交随手拍").click()
    page.wait_for_selector(".history")
    return page.url.rstrip("/").rpartition("/")[2]


def bind_cars(page: Page) -> dict[str, str]:
    """A fuel car with a pledge that has begun, and an electric car with a reading; their public ids."""
    car = bind_a_car(page, "川A12345")
    page.get_by_label("2 天", exact=True).check()
    page.get_by_role("button", name="开始停驶").click()
    pledge = page.url.rstrip("/").rpartition("/")[2]
    send_an_odometer(page, seed=11)
    electric_car = bind_a_car(page, "川AD12345")
    send_an_odometer(page, seed=12)
    return {"car": car, "pledge": pledge, "electric_car": electric_car}


def bind_a_car(page: Page, plate: str) -> str:
    page.goto("/me/vehicles/new/")
    page.get_by_label("车牌号").fill(plate)
    page.get_by_label("排量").fill("1.5")
    page.get_by_label("通常所在区").select_option("dayi")
    page.get_by_role("button", name="绑定这辆车").click()
    return page.url.rstrip("/").rpartition("/")[2]


def send_an_odometer(page: Page, seed: int) -> None:
    chosen = {"name": "odometer.jpg", "mimeType": "image/jpeg", "buffer": as_file(drawn(seed))}
    page.locator("input[type=file]").set_input_files([chosen])
    page.get_by_label("里程表读数").fill("52000")
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.wait_for_load_state()


def read_a_meter(page: Page) -> str:
    """An electricity meter with a first reading; its public id."""
    page.goto("/me/meters/new/electricity-saving/")
    page.get_by_label("表号").fill("51001234")
    page.get_by_label("家庭人数").fill("3")
    for no in page.get_by_label("没有", exact=True).all():
        no.check()
    page.get_by_role("button", name="绑定这块表").click()
    page.get_by_label("表上读数").fill("5210")
    page.get_by_role("button", name="提交读数").click()
    page.wait_for_load_state()
    return page.url.rstrip("/").rpartition("/")[2]


def some_rides() -> Iterator[str]:
    """Rides home in the past week: what is typed into a file may be no older."""
    today = datetime.now(CITY_ZONE).date()
    for ago in range(1, DAYS_TYPED):
        day = today - timedelta(days=ago)
        yield f"{day} 19:{ago:02},{day} 19:{ago + 14},{1_400 + (ago * 377) % 1_600},HB{day:%y%m%d}00001"


def send_a_ride_too_fast(page: Page) -> None:
    page.goto("/act/bike-share/")
    page.get_by_label("骑行距离").fill("12")
    page.get_by_label("时长").fill("5")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector(".field-error, .notice")


def some_acts() -> Iterator[dict[str, Any]]:
    """A walk, and rides of the past week, some days without: what a token sends may be no older."""
    today = datetime.now(CITY_ZONE).date()
    yield {"id": "walk", "scenario": "walking", "day": today.isoformat(), "claim": {"steps": 3_000}}
    for ago in range(1, DAYS_TYPED):
        day = today - timedelta(days=ago)
        if ago % 3:
            start = datetime.combine(day, datetime.min.time(), CITY_ZONE) + timedelta(hours=8, minutes=10)
            yield {
                "id": f"ride-{ago}",
                "scenario": "bike-share",
                "started_at": start.isoformat(),
                "ended_at": (start + timedelta(minutes=12)).isoformat(),
                "claim": {"distance_m": 1_500 + (ago * 377) % 1_800},
            }


def photograph(
    browser: Browser,
    address: str,
    folder: Path,
    shots: list[Shot],
    sessions: dict[Visitor, Any],
    places: dict[str, str],
    language: str,
    width: int,
    light: str,
) -> Iterator[Picture]:
    for visitor in Visitor:
        context = browser.new_context(
            base_url=address,
            storage_state=sessions[visitor],
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=light,
            reduced_motion="reduce",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        speak(page, language)
        for shot in shots:
            if shot.visitor is visitor:
                yield take(page, shot, places, folder, language, width, light)
        context.close()


def speak(page: Page, language: str) -> None:
    """Chooses the language by the button that everyone has."""
    page.goto("/")
    button = page.get_by_role("button", name={"zh-hans": "中文", "en": "English"}[language])
    if button.count():
        button.click()


def take(
    page: Page, shot: Shot, places: dict[str, str], folder: Path, language: str, width: int, light: str
) -> Picture:
    complaints: list[str] = []
    listeners = {
        "pageerror": lambda error: complaints.append(str(error)),
        "console": lambda line: complaints.append(line.text) if line.type == "error" else None,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(shot.address.format(**places))
    if page.evaluate("document.documentElement.scrollWidth") > width:
        complaints.append("wider than the screen")
    file = f"{re.sub('[^a-z]+', '-', shot.name)}.{language}.{width}.{light}.png"
    page.screenshot(path=folder / file, full_page=True)
    violations = axe(page)
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    return Picture(shot, language, width, light, file, violations, complaints)


SETTLE = """async () => {
    const onTheirWay = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(onTheirWay.map((each) => each.finished));
}"""
"""A colour on its way to another has contrasts that neither has."""


def axe(page: Page) -> list[dict[str, Any]]:
    page.evaluate(SETTLE)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    violations: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return violations


def index_of(pictures: list[Picture]) -> str:
    """One page with every picture, by page; what is wrong stands beside it."""
    rows = []
    for name in dict.fromkeys(picture.shot.name for picture in pictures):
        cells = [figure(picture) for picture in pictures if picture.shot.name == name]
        rows.append(f"<h2>{escape(name)}</h2><div>{''.join(cells)}</div>")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>{STYLE}</style>'
        f"<h1>Gallery</h1>{''.join(rows)}</html>"
    )


def figure(picture: Picture) -> str:
    wrong = [violation["help"] for violation in picture.violations] + picture.complaints
    words = f"{picture.language} · {picture.width} px · {picture.light}"
    marks = "".join(f'<br><span class="bad">{escape(line)}</span>' for line in wrong)
    return (
        f'<figure><a href="{picture.file}"><img loading="lazy" src="{picture.file}" alt="{escape(words)}"></a>'
        f"<figcaption>{words}{marks}</figcaption></figure>"
    )


def tell(pictures: list[Picture], folder: Path) -> int:
    """Prints what is wrong, each thing once with the pages that show it; 1 when there is anything."""
    wrong: dict[str, list[str]] = {}
    for picture in pictures:
        place = f"{picture.shot.name} ({picture.language}, {picture.width} px, {picture.light})"
        for violation in picture.violations:
            targets = [node["target"] for node in violation["nodes"]]
            wrong.setdefault(f"{violation['id']}: {violation['help']} {json.dumps(targets[:3])}", []).append(place)
        for complaint in picture.complaints:
            wrong.setdefault(complaint, []).append(place)
    for what, places in wrong.items():
        print(f"{what}\n    " + "\n    ".join(places))
    violations = sum(len(picture.violations) for picture in pictures)
    print(f"{len(pictures)} pictures, {violations} violations: {folder / 'index.html'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    address, folder, *sign_ins = sys.argv[1:8]
    sys.exit(main(address, Path(folder), *sign_ins, names=sys.argv[8:]))
