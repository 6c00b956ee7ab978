"""The merchants of the city come about as merchants do: an owner applies, the desk approves, offers are published."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from simulation import cast, pictures
from simulation.city import KEEPER, PUBLISHER, City, Store
from simulation.doors import accounts, mall
from simulation.seasons import Day

FILE = Path(__file__).with_name("stores.yaml")
OWNERS, CASHIERS = 13700000000, 13710000000
BROUGHT_ON = 20
A_SAPLING = 10
"""Credits, at the price of the demonstration's donation."""
ON_SHOW_AFTER = timedelta(days=60)
"""So long after the last simulated day offers can still be had."""
Text = dict[str, str]


@cache
def kinds() -> Sequence[Mapping[str, Any]]:
    with FILE.open(encoding="utf-8") as file:
        stores: Sequence[Mapping[str, Any]] = yaml.safe_load(file)
    return stores


def open_market(city: City, *, now: datetime) -> None:
    """Every merchant of the world with its owner, cashiers, shops and offers; tickets and a cause."""
    days = (city.first_day, city.last_day + ON_SHOW_AFTER)
    for number in range(city.world.merchants):
        city.stores.append(open_store(city, number, days, now=now))
    by = city.staff[PUBLISHER]
    city.gifts = [_tickets(city, days, now=now), _cause(days, by, now=now)]


def open_store(city: City, number: int, days: tuple[date, date], *, now: datetime) -> Store:
    said, round_ = kinds()[number % len(kinds())], number // len(kinds())
    by = city.staff[PUBLISHER]
    phone = cast.OWNER if city.world.has_cast and number == 0 else OWNERS + number
    owner = accounts.sign_up(phone=f"+86{phone}", name="老板", district="jinjiang", language="zh-hans", now=now)
    merchant = mall.apply_and_approve(
        owner=owner,
        name=_numbered(said["name"], round_),
        business=said["business"],
        places=[mall.place(**place) for place in said["shops"]],
        number=number + 1,
        by=by,
        now=now,
    )
    leader = mall.leader_of(merchant)
    number_of_clerk = f"+86{CASHIERS + number}"
    clerk = accounts.sign_up(phone=number_of_clerk, name="店员", district="jinjiang", language="zh-hans", now=now)
    cashier = mall.hire(by=leader, phone=number_of_clerk, user=clerk, role="cashier", now=now)
    shops = mall.shops_of(merchant)
    offers = []
    for stated in said["offers"]:
        offer = mall.write_offer(
            merchant=merchant,
            kind=stated["kind"],
            title=stated["title"],
            terms=stated["terms"],
            picture=stated["picture"],
            price=stated["price"],
            settlement_fen=stated["fen"],
            days=days,
            a_day=stated.get("a_day"),
            opens=time(stated.get("opens", 0)),
            weekdays=stated.get("weekdays", ()),
            only_at=shops[:1] if stated.get("first_shop_only") else (),
            limit=tuple(stated.get("limit", (None, None))),
            value_fen=stated.get("value", 0),
            now=now,
        )
        offers.append(mall.publish(mall.submit(offer, now=now), by=by, now=now))
    return Store(number, merchant, leader, [cashier], offers)


def _numbered(name: Text, round_: int) -> Text:
    return {language: f"{words} {round_ + 1}" if round_ else words for language, words in name.items()}


def _tickets(city: City, days: tuple[date, date], *, now: datetime) -> Any:
    by = city.staff[PUBLISHER]
    owner = accounts.sign_up(phone=f"+86{OWNERS + 9_999}", name="运营", district="jinniu", language="zh-hans", now=now)
    merchant = mall.apply_and_approve(
        owner=owner,
        name={"zh-hans": "地铁乘车券（演示）", "en": "Metro tickets (demo)"},
        business="公共交通",
        places=[
            mall.place(
                {"zh-hans": "线上", "en": "Online"}, "jinniu", {"zh-hans": "乘车 App", "en": "In the travel app"}
            )
        ],
        number=9_999,
        by=by,
        now=now,
    )
    return mall.tickets_of(
        merchant=merchant,
        title={"zh-hans": "地铁单程票 2 元券", "en": "2 yuan for a metro ride"},
        terms={"zh-hans": "在乘车 App 里输入乘车码即可抵扣。", "en": "Type the code into your travel app."},
        price=12,
        settlement_fen=200,
        days=days,
        codes=_codes(0, city.world.tickets),
        by=by,
        now=now,
    )


def plan(city: City, day: Day) -> None:
    """The operator of the metro brings more tickets once a month, where the world says so."""
    if city.gifts and city.world.tickets_a_month and day.on.day == BROUGHT_ON:
        city.later(day.at(9, 30), lambda now: _bring_tickets(city, now))


def _bring_tickets(city: City, now: datetime) -> None:
    more = city.world.tickets_a_month
    known = city.world.tickets + city.counted["tickets brought"]
    mall.add_tickets(city.gifts[0], _codes(known, more), by=city.staff[PUBLISHER], now=now)
    city.counted["tickets brought"] += more


def _codes(first: int, count: int) -> Iterator[str]:
    return (f"DEMO-{number:06}" for number in range(first + 1, first + count + 1))


def _cause(days: tuple[date, date], by: Any, *, now: datetime) -> Any:
    return mall.cause(
        name={"zh-hans": "龙泉山城市森林（演示）", "en": "Longquan Mountain urban forest (demo)"},
        summary={
            "zh-hans": "为龙泉山添一棵树苗，让城市多一片绿。",
            "en": "A sapling for Longquan Mountain, and more green for the city.",
        },
        title={"zh-hans": "给龙泉山添一棵树", "en": "A tree for Longquan Mountain"},
        terms={"zh-hans": "捐出后会得到一张可验证的证书。", "en": "You get a certificate that anyone can check."},
        price=10,
        days=days,
        by=by,
        now=now,
    )


def report_trees(city: City, *, now: datetime) -> None:
    """What became of what was given to the cause until yesterday."""
    cause, until = city.gifts[1].cause, city.last_day
    if given := mall.raised(cause):
        mall.report_cause(
            cause=cause,
            days=(city.first_day, until),
            words={
                "zh-hans": "在城市森林公园种下樟树和银杏苗，由护林员养护三年。（演示数据）",
                "en": "Camphor and ginkgo saplings were planted; rangers look after them for three years. (demo)",
            },
            place={"zh-hans": "龙泉山城市森林公园", "en": "Longquan Mountain urban forest park"},
            quantity=max(1, given // A_SAPLING),
            photo=pictures.grove(city.chance("trees", until)),
            by=(city.staff[KEEPER], city.staff[PUBLISHER]),
            now=now,
        )
