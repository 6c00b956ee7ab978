"""What is offered, taken up, paid and delivered, and what becomes of it otherwise; buyers make a year good."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from simulation.chance import Chance
from simulation.city import City
from simulation.doors import bulletin, units
from simulation.second_path import plans
from simulation.second_path.venture import Venture

A_DAY, HOURS = timedelta(days=1), timedelta(hours=2)
STORY_DAYS = 42
"""From then on a project's own story touches its units no more."""
PRICE_FEN, SWING_FEN = 4300, 600
OUTCOMES = {"deliver": 12, "wait": 2, "lapse": 2, "dispute": 2, "untouched": 1}


def offer(city: City, now: datetime) -> None:
    """One holder of units offers some of them."""
    chance = city.chance("units offered", now.date())
    for venture in chance.some([one for one in city.second_path.ventures if _is_free(city, one, now)], 1):
        held = units.held_by(venture.owner.organisation)
        for block in [one for one in held if one.issuance.project_id == venture.project.pk][:1]:
            with city.trying("offers of units"):
                made = _offered(block, chance, now)
                city.later(now + HOURS, partial(_list, city, made, chance))


def make_good(city: City, number: int, now: datetime) -> None:
    """A buyer says what it emitted last year, and retires what it has for that; the first has enough."""
    buyer = city.second_path.of("buyer")[number]
    blocks = units.held_by(buyer.organisation)
    has = sum(block.tonnes for block in blocks)
    if not has:
        return
    emitted = max(1, has * (9 if number == 0 else 14) // 10)
    with city.trying("years of buyers"):
        said = (emitted, *plans.words("inventory"))
        statement = bulletin.state(buyer.organisation, year=now.year - 1, emitted=said, now=now)
        for block in blocks:
            if tonnes := min(block.tonnes, bulletin.missing(statement)):
                bulletin.retire_for(statement, block, tonnes=tonnes, now=now)
        bulletin.publish_year(statement, now=now)


def _is_free(city: City, venture: Venture, now: datetime) -> bool:
    since = (now.date() - city.first_day).days - (city.world.days - venture.plan["ago"])
    return venture.is_issued and since > STORY_DAYS


def _offered(block: Any, chance: Chance, now: datetime) -> Any:
    tonnes = max(1, min(chance.whole(60, 300), block.tonnes // 4))
    return bulletin.offer(
        block,
        tonnes=tonnes,
        price_fen=PRICE_FEN + chance.whole(-SWING_FEN, SWING_FEN),
        least=max(1, tonnes // 4),
        days=chance.whole(10, 40),
        is_named=chance.happens(0.4),
        now=now,
    )


def _list(city: City, made: Any, chance: Chance, now: datetime) -> None:
    with city.trying("offers listed"):
        listed = bulletin.publish(made, now=now)
        becomes = chance.weighted(OUTCOMES)
        if becomes != "untouched":
            city.later(now + A_DAY, partial(_take_up, city, listed, chance, becomes))


def _take_up(city: City, made: Any, chance: Chance, becomes: str, now: datetime) -> None:
    buyer = chance.pick(city.second_path.of("buyer")).organisation
    with city.trying("offers taken up"):
        whole = bulletin.free(made)
        tonnes = whole if chance.happens(0.6) else max(made.minimum_tonnes, whole // 2)
        deal = bulletin.accept(made, buyer=buyer, tonnes=tonnes, is_named=chance.happens(0.3), now=now)
        if becomes != "lapse":
            city.later(now + 2 * A_DAY, partial(_pay, city, deal, becomes))


def _pay(city: City, deal: Any, becomes: str, now: datetime) -> None:
    with city.trying("deals paid"):
        reference = f"{now:%Y%m%d}{deal.pk:06}"
        paid = bulletin.pay(deal, reference=reference, paid_on=now.date(), now=now)
        if becomes == "deliver":
            city.later(now + A_DAY, partial(_confirm, city, paid))
        elif becomes == "dispute":
            city.later(now + A_DAY, partial(_dispute, city, paid))


def _confirm(city: City, deal: Any, now: datetime) -> None:
    with city.trying("deals delivered"):
        bulletin.confirm(deal, now=now)


def _dispute(city: City, deal: Any, now: datetime) -> None:
    with city.trying("deals disputed"):
        bulletin.dispute(deal, words=plans.words("not come"), now=now)
        city.later(now + 6 * A_DAY, partial(_end, city, deal))


def _end(city: City, deal: Any, now: datetime) -> None:
    with city.trying("deals ended"):
        bulletin.end(deal, words=plans.words("ended"), by=city.staff["registrar"], now=now)
