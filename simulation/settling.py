"""Each month's settlement: statements are drawn up on the 1st, looked at, answered, agreed to, and paid on the 8th.

Some owners say nothing until they are told a third time, and the desk leaves some disputes beyond their time.
In the demonstration last month's statements wait: one for 周老板, one for an answer of the desk, one to be paid.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from simulation.chance import Chance
from simulation.city import ACCOUNTANT, PAYER, City
from simulation.doors import settlement
from simulation.seasons import Day

CORRECTED_BY = (0, 0, 200, -100)
"""Fen by which the desk's answers correct a line."""
TO_BE_SEEN, TO_BE_ANSWERED, TO_BE_PAID = range(3)
"""The stores whose last statement waits in the demonstration, by what it waits for."""

MOST_DAYS_OF_A_MONTH = 31
RIGHT_AFTER_MIDNIGHT = (0, 0, 40)


def plan(city: City, day: Day) -> None:
    if not city.stores or not day.number:
        return
    if day.on.day == 1 and city.chance("drawn up", day.on).happens(city.world.rates.by_hand):
        city.later(day.at(*RIGHT_AFTER_MIDNIGHT), lambda now: _draw_up_at_once(city, now))
    city.later(day.at(8, 30), lambda now: _remind(city, now))
    if deed := DEEDS.get(day.on.day):
        hour = 2 if deed is _draw_up else 10
        city.later(day.at(hour, 30), lambda now: deed(city, now))


def settle_finally(city: City, merchant: Any, now: datetime) -> None:
    """A merchant that has left; where nothing is left to settle, the door says so."""
    with city.trying("merchants settled finally"):
        settlement.close_finally(merchant, by=city.staff[ACCOUNTANT], now=now)


def _draw_up(city: City, now: datetime) -> None:
    city.counted["statements drawn up"] += settlement.close_months(now=now)


def _draw_up_at_once(city: City, now: datetime) -> None:
    """While tills may still undo what they took in the last minutes of the month."""
    for store in city.stores:
        by = city.staff[ACCOUNTANT]
        city.counted["statements drawn up by hand"] += settlement.close_last_month(store.merchant, by=by, now=now)


def _remind(city: City, now: datetime) -> None:
    city.counted["statements that owners are told of"] += settlement.remind(now=now)


def _look(city: City, now: datetime) -> None:
    """An owner agrees, or finds something wrong with a line; or does not look."""
    for statement in settlement.waiting():
        if now.day == LOOKED_AT and _is_silent(city, "owner", statement):
            continue
        chance = _chance(city, "statement", statement)
        waits_for = _waits_for(city, statement)
        if waits_for == TO_BE_SEEN:
            continue
        if waits_for == TO_BE_ANSWERED or (waits_for is None and chance.happens(city.world.rates.contest)):
            with city.trying("lines disputed"):
                line = chance.pick(settlement.lines_of(statement))
                settlement.dispute(line, words="这一笔的金额好像不对，请核对。", now=now)
        else:
            _confirm(city, statement, now)


def _answer(city: City, now: datetime) -> None:
    for line in settlement.in_dispute():
        is_left = now.day == ANSWERED_AT and _is_silent(city, "desk", line.statement)
        if _waits_for(city, line.statement) is None and not is_left:
            fen = max(_chance(city, "answer", line.statement).pick(CORRECTED_BY), -line.statement.fen)
            with city.trying("disputes answered"):
                settlement.answer(line, by=city.staff[ACCOUNTANT], words="已核对。", fen=fen, now=now)
                city.memory.corrected[line.statement.public_id] += fen


def _agree(city: City, now: datetime) -> None:
    for statement in settlement.waiting():
        if _waits_for(city, statement) is None:
            _confirm(city, statement, now)


def _confirm(city: City, statement: Any, now: datetime) -> None:
    with city.trying("statements confirmed"):
        settlement.confirm(statement, now=now)


def _pay(city: City, now: datetime) -> None:
    """At times the bank's reference is written down wrong, and then right."""
    for number, statement in enumerate(settlement.to_be_paid()):
        if _waits_for(city, statement) is not None:
            continue
        reference, by = f"{now:%Y%m%d}{number:04}", city.staff[PAYER]
        slips = city.chance("payment", now, number).happens(city.world.rates.contest)
        with city.trying("statements paid"):
            settlement.pay(statement, by=by, reference=f"{reference}0" if slips else reference, now=now)
        if slips:
            with city.trying("bank references corrected"):
                settlement.correct_reference(statement, by=by, reference=reference, now=now)


def _is_silent(city: City, who: str, statement: Any) -> bool:
    return _chance(city, f"silent {who}", statement).happens(city.world.rates.silent)


def _chance(city: City, what: str, statement: Any) -> Chance:
    """Named by the store, not by a number that the database gave; tickets are of none."""
    numbers = [store.number for store in city.stores if store.merchant.pk == statement.merchant_id]
    return city.chance(what, statement.month, *numbers)


def _waits_for(city: City, statement: Any) -> int | None:
    """What a statement of the demonstration's last month is left for; nothing where it is settled as all others."""
    last_month = (city.last_day.replace(day=1) - statement.month).days
    if not city.world.has_cast or last_month > MOST_DAYS_OF_A_MONTH:
        return None
    numbers = {store.merchant.pk: store.number for store in city.stores[: TO_BE_PAID + 1]}
    return numbers.get(statement.merchant_id)


LOOKED_AT, ANSWERED_AT = 3, 5
DEEDS: Mapping[int, Callable[[City, datetime], None]] = {
    1: _draw_up,
    LOOKED_AT: _look,
    ANSWERED_AT: _answer,
    6: _agree,
    8: _pay,
    12: _look,
    14: _answer,
    15: _agree,
    16: _pay,
}
"""On which days of a month; whoever was silent the first time is not the second."""
