"""The city's campaigns: written and opened, joined day by day, checked in at, and reported once they are over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from simulation.city import CAMPAIGNER, FUNDER, City
from simulation.doors import campaigns
from simulation.people import Person
from simulation.seasons import Day, day_of

PLANS = Path(__file__).parent / "campaigns.yaml"
OPENED_AHEAD = timedelta(days=2)
OF_THE_CITY = {"signup", "lasts", "keen", "comes", "results", "announced", "words"}
"""What of a plan is no term of the campaign."""
WITHDRAWN = 0.03


@cache
def plans() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(PLANS.read_text(encoding="utf-8"))
    return found


def plan(city: City, day: Day) -> None:
    """What of each campaign belongs to the day; the demonstration alone has them."""
    if not city.world.has_cast:
        return
    for one in plans():
        _plan(city, one, day)
    city.later(day.at(8, 30), partial(_pass_the_day, city))


def _plan(city: City, one: Mapping[str, Any], day: Day) -> None:
    ahead = (day.on - city.last_day).days
    (joins, until), (begins, ends) = one["signup"], one["lasts"]
    if ahead == min(max(joins - OPENED_AHEAD.days, 1 - city.world.days), -1):
        city.later(day.at(9, 30), partial(_open, city, one))
    if joins <= ahead < until:
        city.later(day.at(12, 15), partial(_sign_up, city, one, day))
    if begins <= ahead < ends and one.get("proving") == "code":
        city.later(day.at(10, 5), partial(_check_in, city, one, day))
    if ahead == one.get("announced"):
        city.later(day.at(15, 0), partial(_announce, city, one))
    if ahead == ends + 2 and "results" in one:
        city.later(day.at(11, 0), partial(_report, city, one))


def _open(city: City, one: Mapping[str, Any], now: datetime) -> None:
    with city.trying("campaigns opened"):
        written = campaigns.write(_terms(city, one, now), by=city.staff[CAMPAIGNER], now=now)
        opened = campaigns.open_(written, by=city.staff[FUNDER], now=now)
        city.campaigns[one["code"]] = opened


def _terms(city: City, one: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    def at(days: int, hour: int) -> datetime:
        on, holidays = city.last_day + timedelta(days=days), city.world.test_holidays
        return day_of(on, 0, seed=city.seed, test_holidays=holidays).at(hour)

    (joins, until), (begins, ends) = one["signup"], one["lasts"]
    terms = {name: value for name, value in one.items() if name not in OF_THE_CITY}
    times = {"signup_from": at(joins, 10), "signup_until": at(until, 10)}
    times |= {"starts_at": at(begins, 10), "ends_at": at(ends, 10)}
    if terms.get("bonus"):
        terms["document"] = f"演示活动〔{now.year}〕{plans().index(dict(one)) + 1}号"
        terms.setdefault("cap_credits", terms.get("flat_credits", 0))
    return {**terms, **times}


def _sign_up(city: City, one: Mapping[str, Any], day: Day, now: datetime) -> None:
    """Who feels like it; and at times somebody withdraws, whose place goes on."""
    for person in city.people:
        chance = city.chance("campaign", one["code"], person.number, day.on)
        if chance.happens(one["keen"]):
            with city.trying("campaigns joined"):
                campaigns.join(city.campaigns[one["code"]], citizen=person.account, now=now)
                if chance.happens(WITHDRAWN):
                    city.later(now + timedelta(hours=3), partial(_withdraw, city, one, person))


def _withdraw(city: City, one: Mapping[str, Any], person: Person, now: datetime) -> None:
    with city.trying("campaigns withdrawn from"):
        campaigns.withdraw(city.campaigns[one["code"]], citizen=person.account, now=now)


def _check_in(city: City, one: Mapping[str, Any], day: Day, now: datetime) -> None:
    for person in city.people:
        if city.chance("comes", one["code"], person.number, day.on).happens(one["comes"]):
            with city.trying("campaigns checked in at"):
                campaigns.check_in(city.campaigns[one["code"]], citizen=person.account, now=now)


def _announce(city: City, one: Mapping[str, Any], now: datetime) -> None:
    with city.trying("campaigns announced"):
        campaigns.announce(city.campaigns[one["code"]], words=one["words"], by=city.staff[CAMPAIGNER], now=now)


def _report(city: City, one: Mapping[str, Any], now: datetime) -> None:
    with city.trying("campaigns reported"):
        campaigns.report(city.campaigns[one["code"]], text=one["results"], by=city.staff[CAMPAIGNER], now=now)


def _pass_the_day(city: City, now: datetime) -> None:
    city.counted["bonuses paid"] += campaigns.pass_the_day(now=now)
