"""Draws the people of the city: always the same for a seed and a number."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from accounts.districts import District
from methodologies.metro_network import distance_m
from simulation.chance import Chance
from simulation.habits.base import Sender
from simulation.habits.registry import all_habits
from simulation.people import Kind, Person

FILE = Path(__file__).with_name("people.yaml")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚玲婷宇浩欣怡嘉梓晨雨"
POPULATION = {
    District.JINJIANG: 9,
    District.QINGYANG: 10,
    District.JINNIU: 13,
    District.WUHOU: 13,
    District.CHENGHUA: 14,
    District.GAOXIN: 12,
    District.TIANFU: 6,
    District.LONGQUANYI: 9,
    District.SHUANGLIU: 8,
    District.PIDU: 8,
    District.XINDU: 8,
    District.WENJIANG: 5,
    District.DUJIANGYAN: 3,
    District.CHONGZHOU: 2,
}
"""How people are spread, roughly as in the census of 2020; the simulated city has no other places."""
OWN_PHONES = 13900000000
JOBS_LOOKED_AT = 3
CONNECTED = 0.65
"""So many have connected their phone, and so many their card."""


@cache
def kinds() -> Mapping[str, Kind]:
    with FILE.open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    return {
        name: Kind(name, said["of_100"], (said["ages"][0], said["ages"][1]), said["steps"], said["habits"])
        for name, said in document.items()
    }


def drawn(number: int, *, seed: int, stations: Sequence[str]) -> Person:
    """The person of that number: always the same for a seed."""
    chance = Chance(seed, "person", number)
    kind = kinds()[chance.weighted({name: kind.of_100 for name, kind in kinds().items()})]
    return Person(
        number=number,
        kind=kind,
        name=chance.pick(SURNAMES) + chance.pick(GIVEN) + (chance.pick(GIVEN) if chance.happens(0.6) else ""),
        phone=f"+86{OWN_PHONES + number}",
        district=chance.weighted({district.value: weight for district, weight in POPULATION.items()}),
        age=chance.whole(*kind.ages),
        steps=chance.around(kind.steps, 3500),
        home=(home := chance.pick(stations)),
        work=min(chance.some(stations, JOBS_LOOKED_AT), key=lambda station: distance_m(home, station)),
        # Sixteen shards: whose work is scored together sends on the same day.
        sends_on=1 + number % 16 % 7,
        habits=_connected(kind, chance),
    )


def _connected(kind: Kind, chance: Chance) -> Mapping[str, float]:
    """The habits that come to the portal: not everybody has connected a phone, or a card."""
    senders = {sender for sender in Sender if chance.happens(CONNECTED)}
    sent = all_habits()
    return {name: likely for name, likely in kind.habits.items() if name not in sent or sent[name].sender in senders}
