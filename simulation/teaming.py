"""The city's teams, of a school, a company, a community and friends; and the trophies that citizens earn."""

from datetime import datetime, timedelta
from functools import partial

from simulation.city import CAMPAIGNER, City
from simulation.doors import teams
from simulation.seasons import Day

BEGUN = -60
"""Days before the last one."""
AT_DESK = [
    ("school", "示例中学环保社", "wuhou", 0.18),
    ("company", "示例软件公司", "gaoxin", 0.2),
    ("district", "示例社区步行队", "jinjiang", 0.16),
]
"""Kind, name, district, and how likely somebody is in it."""
FRIENDS, OF_FRIENDS = "周末骑行", 6
NICKNAMES = ["小满", "绿道常客", "", "骑行的阿明", "早起走路", "", "二号线", "银杏叶"]


def plan(city: City, day: Day) -> None:
    """What belongs to the day; the demonstration alone has teams."""
    if not city.world.has_cast:
        return
    ahead = (day.on - city.last_day).days
    if ahead == min(max(BEGUN, 1 - city.world.days), -1):
        city.later(day.at(11, 0), partial(_begin, city))
    if ahead == -1:
        city.later(day.at(23, 30), partial(_pass, city))


def _begin(city: City, now: datetime) -> None:
    for kind, name, district, likely in AT_DESK:
        with city.trying("teams made"):
            team = teams.found_at_desk(kind, name, district, by=city.staff[CAMPAIGNER], now=now)
        for person in city.people:
            chance = city.chance("team", name, person.number)
            if chance.happens(likely):
                with city.trying("teams joined"):
                    nickname = NICKNAMES[person.number % len(NICKNAMES)]
                    teams.join(team, nickname, citizen=person.account, now=now + timedelta(seconds=person.number))
    first, *others = city.people[:OF_FRIENDS]
    with city.trying("teams made"):
        own = teams.found(FRIENDS, NICKNAMES[0], citizen=first.account, now=now)
        for place, person in enumerate(others, start=1):
            teams.join(own, NICKNAMES[place], citizen=person.account, now=now + timedelta(minutes=place))


def _pass(city: City, now: datetime) -> None:
    city.counted["trophies held"] += teams.pass_the_months(now=now)
    teams.publish(city.people[0].account, now=now)
