"""The people of the demonstration by name: what they do, and in which words visitors are asked to enter as them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simulation import shopping
from simulation.city import City
from simulation.doors import accounts, inbox, mall
from simulation.people import Kind, Person

Text = Mapping[str, str]
STUDENT, OWNER = "13800000002", "13800000005"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast; `words` say who that is."""

    phone: str
    name: str
    words: Text
    district: str
    age: int
    steps: int
    habits: Mapping[str, float]
    english: str
    """What they are called in English."""
    home: str = "tianfuguangchang"
    work: str = "chunxilu"
    language: str = "zh-hans"


PARTS = (
    Part(
        "13800000001",
        "王阿姨",
        {"zh-hans": "66 岁，走路、坐地铁，攒积分喝茶", "en": "66: walks, takes the metro, saves credits for tea"},
        "jinjiang",
        66,
        9_000,
        {
            "walking": 0.95,
            "metro": 0.5,
            "check-in": 0.6,
            "quiz": 0.4,
            "venue-visit": 0.25,
            "photo-report": 0.1,
            "tea": 1,
        },
        "Auntie Wang",
    ),
    Part(
        STUDENT,
        "小李",
        {
            "zh-hans": "学生，骑单车；在茶舍收银，管着一家书屋",
            "en": "A student on a bike; at a till, and manages a bookshop",
        },
        "gaoxin",
        21,
        8_500,
        {"walking": 0.6, "bike": 0.6, "metro": 0.3, "check-in": 0.3, "quiz": 0.4, "clean-plate": 0.3, "upload": 0.1},
        "Xiao Li",
        home="shijicheng",
    ),
    Part(
        "13800000003",
        "陈先生",
        {"zh-hans": "开电动车，家里的油车常常停着", "en": "Drives an electric car, and leaves the petrol one at home"},
        "wuhou",
        41,
        5_000,
        {"walking": 0.5, "ev": 0.3, "ev-photos": 0.2, "pledge": 0.4, "check-in": 0.2, "bill": 0.1},
        "Mr Chen",
    ),
    Part(
        "13800000004",
        "Anna",
        {"zh-hans": "英文界面，地铁和单车通勤", "en": "Reads English, commutes by metro and bike"},
        "gaoxin",
        33,
        7_500,
        {"walking": 0.7, "metro": 0.7, "bike": 0.3, "clean-plate": 0.2, "quiz": 0.2, "venue-visit": 0.1},
        "Anna",
        language="en",
    ),
    Part(
        OWNER,
        "周老板",
        {"zh-hans": "锦江茶舍的店主", "en": "Owns the Jinjiang Teahouse"},
        "qingyang",
        52,
        6_000,
        {"walking": 0.3},
        "Mr Zhou",
    ),
)
READ_AFTER = timedelta(days=2)
"""What they were told before is read; the rest is new when somebody enters as them."""
UNFINISHED: Sequence[tuple[Text, Text, str, int, int, int | None]] = (
    (
        {"zh-hans": "手工竹书签", "en": "A bookmark of bamboo"},
        {"zh-hans": "每人一枚，送完为止。", "en": "One for each person, while there are some."},
        "book",
        15,
        300,
        None,
    ),
    (
        {"zh-hans": "帆布书袋", "en": "A canvas bag for books"},
        {"zh-hans": "到店领取，颜色随机。", "en": "Take it in the shop; the colour is a surprise."},
        "bag",
        60,
        1500,
        10,
    ),
)
"""Title, terms, drawing, price, fen and pieces a day."""
OFFICES = {
    "operator": ("运营 · Operator", {"zh-hans": "运营", "en": "Operator"}),
    "rules": ("规则起草 · Rule drafting", {"zh-hans": "规则起草", "en": "Rule drafting"}),
    "rules-publisher": ("规则发布 · Rule publishing", {"zh-hans": "规则发布", "en": "Rule publishing"}),
    "auditor": ("审计 · Audit", {"zh-hans": "审计", "en": "Audit"}),
}
"""Members of staff beside those who decide things in every simulated city: by name, their group and its words."""


def people() -> list[Person]:
    """The cast as people of the city, the first of its numbers."""
    return [_person(number, part) for number, part in enumerate(PARTS)]


def _person(number: int, part: Part) -> Person:
    kind = Kind(f"cast {part.name}", 0, (part.age, part.age), part.steps, part.habits)
    return Person(
        number=number,
        kind=kind,
        name=part.name,
        phone=f"+86{part.phone}",
        district=part.district,
        age=part.age,
        steps=part.steps,
        language=part.language,
        home=part.home,
        work=part.work,
        # By Saturday the week's credits are there for tea.
        sends_on=6,
        sends_daily=True,
        habits=part.habits,
    )


def take_places(city: City, *, now: datetime) -> None:
    """小李 is a cashier here and a manager there, and 王阿姨 has an invitation to answer."""
    student = next(person for person in city.people if person.phone == f"+86{STUDENT}")
    teahouse, bookshop = city.stores[0], city.stores[1]
    teahouse.cashiers[:] = [_hired(teahouse.owner, student, "cashier", now), *teahouse.cashiers]
    manager = _hired(bookshop.owner, student, "manager", now)
    mall.invite(by=manager, phone=PARTS[0].phone, role="cashier", now=now)


def leave_something(city: City, *, now: datetime) -> None:
    """What is found when one enters: 王阿姨's voucher, what waits for staff, and news of two days."""
    shopping.redeem(city, city.people[0], city.stores[1], city.stores[1].offers[0], now)
    _leave_work(city, now=now)
    for person in (*(each.account for each in city.people), *city.second_path.people()):
        inbox.read(citizen=person, told_until=now - READ_AFTER, now=now)


def _leave_work(city: City, *, now: datetime) -> None:
    """A draft, and an offer that waits to be looked at."""
    bookshop = city.stores[1].merchant
    today = city.last_day
    for title, terms, picture, price, fen, a_day in UNFINISHED:
        offer = mall.write_offer(
            merchant=bookshop,
            kind="goods",
            title=dict(title),
            terms=dict(terms),
            picture=picture,
            price=price,
            settlement_fen=fen,
            days=(today, today + timedelta(days=60)),
            a_day=a_day,
            now=now,
        )
        if a_day:
            mall.submit(offer, now=now)


def _hired(by: Any, person: Person, role: str, now: datetime) -> Any:
    return mall.hire(by=by, phone=person.phone, user=person.account, role=role, now=now)


def fill_offices(city: City) -> None:
    for name, (group, _words) in OFFICES.items():
        city.staff[name] = accounts.member_of_staff(name=f"city-{name}", group=group)
