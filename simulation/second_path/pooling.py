"""Months of citizens' acts are pooled: each goes all the way to the budget, but the last waits for a second person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from common.city_time import next_month
from projects.pooling.gathering import SETTLES_AFTER
from simulation.city import FUNDER, City
from simulation.doors import pooling, reports, units
from simulation.seasons import Day
from simulation.second_path import papers

TAKE_PART = 0.9
"""So many of the city's people agree: of fewer a small city has no whole tonne a month."""
FEN_A_TONNE, FEN_A_CREDIT = 6000, 10
ONE_DAY = timedelta(days=1)
YEARS = 5


def plan(city: City, day: Day) -> None:
    if day.number == 0:
        city.later(day.at(21, 0), partial(_begin, city))
    months = list(_months(city))
    for month in months:
        if day.on == _gathered_on(month):
            waits = month == months[-1] and len(months) > 1
            city.later(day.at(9, 30), partial(_gather, city, month, waits))


def _months(city: City) -> Iterator[date]:
    """Whole ones that are over so long that they may be gathered, and whose course ends within the city's days."""
    month = next_month((city.first_day - ONE_DAY).replace(day=1))
    while _gathered_on(month) + 4 * ONE_DAY <= city.last_day:
        yield month
        month = next_month(month)


def _gathered_on(month: date) -> date:
    return next_month(month) + SETTLES_AFTER


def _begin(city: City, now: datetime) -> None:
    operator = city.second_path.of("operator")[0].organisation
    since = city.first_day.replace(month=1, day=1)
    two = {"by": city.staff["registrar"], "agreed_by": city.staff["registry-control"]}
    until = date(since.year + YEARS, 12, 31)
    city.second_path.pool = pooling.found(operator, since=since, until=until, now=now, **two)
    for person in city.people:
        if person.user and city.chance("pooling", person.number).happens(TAKE_PART):
            pooling.consent(person.user, now=now)
            city.counted["consents to pooling"] += 1


def _gather(city: City, month: date, waits: bool, now: datetime) -> None:
    with city.trying("months gathered"):
        document = f"成碳〔{now.year}〕汇{month.month}号"
        gathered = pooling.gather(city.second_path.pool, month, document=document, by=city.staff["registrar"], now=now)
        if not waits:
            city.later(now + timedelta(hours=2), partial(_agree, city, gathered))


def _agree(city: City, month: Any, now: datetime) -> None:
    with city.trying("gathered months agreed to"):
        month = pooling.agree(month, by=city.staff["registry-control"], now=now)
        verifier, owner = city.second_path.of("verifier")[0], city.second_path.of("operator")[0]
        reports.submit(month.report, verifier.organisation, by=owner.owner, now=now)
        city.later(now + ONE_DAY, partial(_state, city, month, verifier))


def _state(city: City, month: Any, verifier: Any, now: datetime) -> None:
    with city.trying("gathered reports verified"):
        month.report.refresh_from_db()
        reports.sample(month.report, by=verifier.editor, now=now)
        number, paper = (
            f"核〔{now.year}〕汇{month.starts_on.month}号",
            papers.paper("核查声明", str(month.project), as_page=True),
        )
        reports.state(month.report, number=number, paper=paper, less=0, why="", by=verifier.owner, now=now)
        city.later(now + ONE_DAY, partial(_issue, city, month))


def _issue(city: City, month: Any, now: datetime) -> None:
    with city.trying("pooled units issued"):
        document, two = f"成环〔{now.year}〕汇{month.starts_on.month}号", ("registrar", "registry-control")
        by, agreed_by = (city.staff[office] for office in two)
        units.agree(pooling.propose(month, document=document, by=by, now=now), by=agreed_by, now=now)
        city.later(now + ONE_DAY, partial(_sell, city, month))


def _sell(city: City, month: Any, now: datetime) -> None:
    with city.trying("pooled units sold"):
        two = {"by": city.staff["registrar"], "agreed_by": city.staff[FUNDER]}
        pooling.sell(month, fen_a_tonne=FEN_A_TONNE, fen_a_credit=FEN_A_CREDIT, now=now, **two)
