"""Organisations of the second path come about: their people sign up, apply, and the desk decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from simulation.city import City
from simulation.doors import accounts, organisations
from simulation.second_path import plans
from simulation.second_path.venture import DESK, Organised, SecondPath, Venture

ACCREDITED = "CNAS-V{number:03}"
OF_THE_CITY = "jinjiang"
LATE = ("applied", "refused")
"""They apply in the last days."""


def begin(city: City) -> SecondPath:
    """Those projects that fit into the days of the city."""
    rows = enumerate(plans.of("projects"), 1)
    return SecondPath(ventures=[Venture(number, row) for number, row in rows if row["ago"] < city.world.days])


def fill_desk(city: City) -> None:
    for office, group in DESK.items():
        city.staff[office] = accounts.member_of_staff(name=f"city-{office}", group=group)


def found(city: City, now: datetime) -> None:
    """All who act from the beginning: owners that have projects, verifiers, buyers."""
    wanted = {venture.plan["owner"] for venture in city.second_path.ventures}
    for number, (code, plan) in enumerate(plans.of("organisations")["organisations"].items(), 1):
        kind = plan.get("as", "owner")
        if kind not in LATE and (kind != "owner" or code in wanted):
            _take_in(city, code, number, plan, now)


def apply_late(city: City, now: datetime) -> None:
    """One application waits for the desk, and one was refused."""
    for number, (code, plan) in enumerate(plans.of("organisations")["organisations"].items(), 1):
        if plan.get("as") in LATE:
            made = _applied(city, number, plan, now)
            if plan["as"] == "refused":
                by = city.staff["registrar"]
                organisations.refuse(made.organisation, reason=plans.words("refused"), by=by, now=now)
            city.second_path.organisations[code] = made


def suspend(city: City, now: datetime) -> None:
    for each in city.second_path.of("suspended"):
        organisations.suspend(each.organisation, reason=plans.words("suspended"), by=city.staff["registrar"], now=now)


def _take_in(city: City, code: str, number: int, plan: Mapping[str, Any], now: datetime) -> None:
    made, desk = _applied(city, number, plan, now), city.staff["registrar"]
    made.organisation = organisations.approve(made.organisation, by=desk, now=now)
    if plan.get("as") == "verifier":
        document, control = ACCREDITED.format(number=number), city.staff["registry-control"]
        made.organisation = organisations.accredit(made.organisation, document=document, by=control, now=now)
    organisations.take_in(made.organisation, made.editor, "editor", now=now)
    if releaser := plan.get("releaser"):
        organisations.take_in(made.organisation, _person(releaser, now), "releaser", now=now)
    city.second_path.organisations[code] = made


def _applied(city: City, number: int, plan: Mapping[str, Any], now: datetime) -> Organised:
    owner, editor = (_person(plan[part], now) for part in ("owner", "editor"))
    group = plan.get("group", "")
    made = organisations.apply(name=dict(plan["name"]), number=number, group=group, by=owner, now=now)
    return Organised(made, owner, editor, plan)


def name_of(code: str) -> str:
    return str(plans.of("organisations")["people"][code])


def phone_of(code: str) -> str:
    return f"+86199000000{[*plans.of('organisations')['people']].index(code):02}"


def _person(code: str, now: datetime) -> User:
    """They do nothing else in the city; whoever owns shows a second factor."""
    named = {"phone": phone_of(code), "name": name_of(code)}
    user = accounts.sign_up(**named, district=OF_THE_CITY, language="zh-hans", now=now)
    accounts.enrol(user, now=now)
    return user
