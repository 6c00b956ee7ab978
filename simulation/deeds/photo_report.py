"""A photo of something that the city should know of, sent from somewhere in the district."""

from datetime import datetime
from decimal import Decimal

from simulation import pictures
from simulation.city import City
from simulation.doors import photos
from simulation.people import Person
from simulation.seasons import Day

NAME = "photo-report"
SAID = {
    "litter": "路边有垃圾没有清走",
    "water": "河道里有漂浮物",
    "green": "绿化带被踩坏了",
    "good": "小区新装了旧衣回收箱",
    "noise": "晚上施工声音很大",
    "air": "工地扬尘没有遮盖",
}
MIDDLE = (Decimal("30.657"), Decimal("104.066"))
SPREAD = 60_000
"""Of a degree, in millionths: about six kilometres."""


def plan(city: City, person: Person, day: Day) -> None:
    if not city.may_take(1, day.on):
        return
    chance = city.chance(NAME, person.number, day.on)
    city.later(day.at(chance.whole(8, 18), chance.whole(0, 59)), lambda now: _send(city, person, day, now))


def _send(city: City, person: Person, day: Day, now: datetime) -> None:
    chance = city.chance(NAME, "picture", person.number, day.on)
    category = chance.pick(list(SAID))
    away = [Decimal(chance.around(0, SPREAD)) / 1_000_000 for _side in MIDDLE]
    with city.trying("photo reports"):
        photo = photos.take_in(
            citizen=person.account, content=pictures.street(chance, now), purpose=photos.PHOTO_REPORT, now=now
        )
        photos.report(
            photo=photo,
            category=category,
            words=SAID[category],
            latitude=MIDDLE[0] + away[0],
            longitude=MIDDLE[1] + away[1],
            now=now,
        )
