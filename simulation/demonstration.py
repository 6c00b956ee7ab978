"""The demonstration: a small city that has lived for three months, and the people as whom visitors enter."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Profile, StandIn, User
from common.city_time import city_day
from portal import demo
from simulation import cast, course, market, worlds
from simulation.city import City
from simulation.course import Tell
from simulation.doors import accounts, clock
from simulation.seasons import day_of
from simulation.second_path import founding

WORLD, SEED = "small", 1
OFFICES: Mapping[str, Mapping[str, str]] = {
    "reviewer": {"zh-hans": "审核", "en": "Reviewer"},
    "funder": {"zh-hans": "预算拨付", "en": "Budget funding"},
    "publisher": {"zh-hans": "商家与奖励审核", "en": "Mall approval"},
    "accountant": {"zh-hans": "结算（答复异议）", "en": "Settlement (answers disputes)"},
    "payer": {"zh-hans": "结算（付款）", "en": "Settlement (pays)"},
    "designs": {"zh-hans": "项目登记审查", "en": "Projects (decides designs)"},
    "registrar": {"zh-hans": "登记（提出）", "en": "Registry (proposes)"},
    "registry-control": {"zh-hans": "登记（复核）", "en": "Registry (agrees)"},
    **{name: words for name, (_group, words) in cast.OFFICES.items()},
}
"""Members of staff whom the city has, by their office."""
SEATED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "zhao": (
        "Zhao Lin",
        {
            "zh-hans": "林盘合作社负责人：项目、监测报告、减排量",
            "en": "Leads a linpan cooperative: projects, reports, units",
        },
    ),
    "qian": (
        "Qian Duofu",
        {
            "zh-hans": "林盘合作社编辑：编写项目、报告和指令",
            "en": "Writes for the cooperative: projects, reports",
        },
    ),
    "ren": (
        "Ren Jing",
        {"zh-hans": "林盘合作社放行人：放行他人提交的指令", "en": "Releases what others of the cooperative ordered"},
    ),
    "xu": (
        "Xu Qing",
        {"zh-hans": "审核机构：审定与核查", "en": "A verifier: validates designs, verifies reports"},
    ),
    "lv": (
        "Lü Jiang",
        {"zh-hans": "另一家审核机构：审定与核查", "en": "Another verifier: validates designs, verifies reports"},
    ),
    "shi": ("Shi En", {"zh-hans": "会展公司：持有并消纳减排量", "en": "A fair company: holds units and uses them up"}),
}
"""People of the second path: what they are called in English, and who they are there."""
AT_THE_DESK = {"zh-hans": "后台", "en": "The desk"}
EVERY_RIGHT = {"zh-hans": "后台，什么都可以做", "en": "The desk, with every right"}


def load(now: datetime, *, days: int | None = None, tell: Tell = lambda _day, _city: None) -> City | None:
    """Lets the city live up to now, where nobody lives yet; `days` cuts its past short. Returns the new city.

    Not within a transaction of the caller's. A start that was cut off leaves a city that ends where it was cut off.
    """
    make_desk(now)
    if Profile.objects.exists():
        return None
    world = worlds.world(WORLD)
    yesterday = city_day(now) - timedelta(days=1)
    lived = course.simulate(world, seed=SEED, until=yesterday, days=days, tell=tell).city
    today = day_of(city_day(now), world.days, seed=SEED, test_holidays={})
    course.pass_day(lived, today, before=now)
    cast.leave_something(lived, now=now)
    market.report_trees(lived, now=now)
    clock.publish(now=now)
    _say_who_they_are(lived, now)
    return lived


def sign_ins() -> Iterator[str]:
    """Who may sign in and how, each in a word; a database of an earlier version knows not all of them."""
    phones = {f"+86{part.phone}": part for part in cast.PARTS}
    known = set(Profile.objects.filter(phone__in=phones).values_list("phone", flat=True))
    for phone, part in phones.items():
        if phone in known:
            yield f"{part.phone} {part.name}"
    yield f"/admin/ {' '.join(demo.STAFF)}"


@transaction.atomic
def make_desk(now: datetime) -> None:
    """The member of staff whose password everybody knows, with a second factor whose codes the page shows."""
    name, _password = demo.STAFF
    if not User.objects.filter(username=name).exists():
        User.objects.create_superuser(*demo.STAFF)
    accounts.enrol(User.objects.get(username=name), now=now)


@transaction.atomic
def _say_who_they_are(city: City, now: datetime) -> None:
    """Marks those as whom visitors may enter."""
    known: list[tuple[User, Mapping[str, str], Mapping[str, str]]] = []
    for person, part in zip(city.people, cast.PARTS, strict=False):
        if part.phone == cast.OWNER:
            # Who leads a merchant shows a second factor at its door.
            accounts.enrol(person.account, now=now)
        known.append((person.account, {"zh-hans": part.name, "en": part.english}, part.words))
    for code, (english, words) in SEATED.items():
        if profile := Profile.objects.filter(phone=founding.phone_of(code)).select_related("user").first():
            known.append((profile.user, {"zh-hans": founding.name_of(code), "en": english}, words))
    staff, _password = demo.STAFF
    known.append((User.objects.get(username=staff), {"zh-hans": staff, "en": staff}, EVERY_RIGHT))
    for office, name in OFFICES.items():
        accounts.enrol(city.staff[office], now=now)
        known.append((city.staff[office], name, AT_THE_DESK))
    for position, (user, name, words) in enumerate(known):
        StandIn.objects.create(user=user, position=position, name=dict(name), words=dict(words))
