"""The whole journey of a citizen, as a program walks it: from the door to a voucher, and to what is asked afterwards.

    python journey.py http://127.0.0.1:8000 13900000009 [photo.jpg]

Each function is one screen of an app. Beside a demonstration (`bin/serve`) the code of the sign-in comes with the
answer; elsewhere it is typed in.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

from connection import Portal, Refused

Pause = Callable[[float], None]
Say = Callable[[str], None]
ReadCode = Callable[[dict[str, Any]], str]
"""Waits until the reader has typed the code of the message."""


def sign_in_by_code(portal: Portal, phone: str, read_code: ReadCode) -> None:
    """The door: a number, the code from the message, in."""
    awaited = portal.ask_for_code(phone)
    _typed(awaited, read_code, lambda code: portal.confirm_code(awaited["ticket"], code))


def sign_in_from(portal: Portal, platform: str, login_code: str, phone: str, read_code: ReadCode) -> None:
    """The door of a mini-program: in at once, or by the phone, which is asked for the first time alone."""
    platform_ticket = portal.sign_in_from(platform, login_code)
    if platform_ticket is None:
        return
    awaited = portal.ask_for_code(phone)
    try:
        _typed(awaited, read_code, lambda code: portal.confirm_link(platform_ticket, awaited["ticket"], code))
    except Refused as refused:
        if refused.code != "linked_on_the_page":
            raise
        # Their account has a second factor, which is asked on the portal's page: in by code, and nothing is linked.
        sign_in_by_code(portal, phone, read_code)


def _typed(awaited: dict[str, Any], read_code: ReadCode, confirm: Callable[[str], None]) -> None:
    for _try in range(3):
        try:
            return confirm(read_code(awaited))
        except Refused as refused:
            # After five wrong codes the sign-in begins anew; a sentence for the reader comes with each.
            if refused.code != "wrong_code":
                raise
    raise SystemExit("three wrong codes")


def choose(portal: Portal, code: str) -> dict[str, Any]:
    """The menu: what counts today, with the fields of which the form is drawn."""
    scenarios: dict[str, dict[str, Any]] = {one["scenario"]: one for one in portal.get("scenarios")["scenarios"]}
    return scenarios[code]


def submit(portal: Portal, scenario: str, claim: dict[str, Any], day: date) -> str:
    """The form: tells of an act. `id` is yours: sent again with it the same act is recorded once."""
    act = {"id": str(uuid4()), "scenario": scenario, "day": day.isoformat(), "claim": claim}
    [result] = portal.post("activities", {"activities": [act]})["results"]
    if result["outcome"] == "refused":
        raise SystemExit(result["problem"]["detail"])
    return str(result["activity"])


def outcome(portal: Portal, activity: str, pause: Pause) -> dict[str, Any]:
    """The act's page: what came of it and why. It is scored within seconds; ask ever more rarely."""
    for wait_s in (1, 2, 4, 8, 15, 30):
        told: dict[str, Any] = portal.get(f"activities/{activity}/explanation")
        if told["status"] != "pending":
            break
        pause(wait_s)
    return told


def redeem(portal: Portal, offer: dict[str, Any]) -> dict[str, Any]:
    """The mall: a voucher for credits. One key for the deed, so that a tap that is repeated pays once."""
    key = str(uuid4())
    return dict(portal.post("redemptions", {"offer": offer["offer"], "price": offer["price"]}, key=key))


def report_photo(portal: Portal, picture: bytes, category: str, latitude: float, longitude: float) -> str:
    """The camera: the photo first, then what it shows and where (WGS 84, not the GCJ-02 of maps made for China)."""
    draft = portal.upload("photo-reports/photos", "photo", picture)
    told = {"photo": draft["photo"], "category": category, "latitude": latitude, "longitude": longitude}
    return str(portal.post("photo-reports", told)["report"])


def claim(portal: Portal, act: dict[str, Any], through: str, words: str) -> str:
    """What a partner should have told and has not: an act as it is submitted, and over which app or card it went."""
    return str(portal.post("claims", {"activity": act, "through": through, "words": words})["claim"])


def appeal(portal: Portal, kind: str, decided: str, words: str) -> dict[str, Any]:
    """Asks once that somebody else looks at a decision: `kind` is `act`, `photo` or `claim`."""
    return dict(portal.post(f"appeals/{kind}/{decided}", {"words": words}))


def walk(portal: Portal, say: Say, pause: Pause, *, today: date, steps: int = 12_000) -> None:
    """From the menu to the voucher, for a citizen who is signed in."""
    walking = choose(portal, "walking")
    say(f"{walking['name']}: {', '.join(field['label'] for field in walking['fields'])}")
    activity = submit(portal, "walking", {"steps": steps}, today - timedelta(days=1))
    told = outcome(portal, activity, pause)
    say("\n".join(told["explanation"]["sentences"]) if told["explanation"] else told["state"])

    for day in portal.pages("diary", "days"):
        say(f"{day['day']}: {', '.join(act['name'] for act in day['activities'])}")
    balance = portal.get("balance")
    for line in portal.pages("statement", "lines"):
        say(f"{line['title']} {line['change']:+}, {line['balance']}")

    within_reach = [offer for offer in portal.pages("offers", "offers") if offer["price"] <= balance["available"]]
    if within_reach:
        voucher = redeem(portal, within_reach[0])
        # Show it as a QR code, and read the voucher again when it changes.
        say(f"{voucher['title'][portal.language]}: {voucher['code']} ({voucher['code_changes_in_s']} s)")
    for notice in portal.pages("inbox", "notices"):
        say(notice["text"][portal.language])


def ask_back(portal: Portal, say: Say, pause: Pause, *, picture: bytes, today: date) -> None:
    """What a person decides: a photo report with its appeal, and a ride that a partner did not tell of."""
    report = report_photo(portal, picture, "litter", 30.657420, 104.065840)
    # The desk answers within days: ask when your reader looks, not in a loop.
    pause(60)
    answer = portal.get(f"photo-reports/{report}")
    say(f"{answer['category_name']}: {answer['state']} {answer['reason']}")
    if answer["status"] == "refused":
        raised = appeal(portal, "photo", report, "垃圾在照片左下角。")
        say(f"{raised['said']}: {raised['appeal']['status']}")

    ride = {
        "scenario": "bike-share",
        "started_at": f"{today - timedelta(days=1)}T08:00:00+08:00",
        "ended_at": f"{today - timedelta(days=1)}T08:10:00+08:00",
        "claim": {"distance_m": 2000},
    }
    claimed = portal.get(f"claims/{claim(portal, ride, '天府通', '还车后没有记录。')}")
    say(f"{claimed['name']}: {claimed['state']}, {claimed['answered_by']}")


def main() -> None:
    address, phone, *pictures = sys.argv[1:4]
    portal = Portal(address)
    sign_in_by_code(portal, phone, lambda awaited: awaited.get("demo_code") or input("Code: "))
    # A day is one of Chengdu's, wherever the phone is.
    today = datetime.now(timezone(timedelta(hours=8))).date()
    walk(portal, print, time.sleep, today=today)
    for path in pictures:
        ask_back(portal, print, time.sleep, picture=Path(path).read_bytes(), today=today)
    portal.sign_out()


if __name__ == "__main__":
    main()
