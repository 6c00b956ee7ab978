"""Reviewers at the desk: they open what has waited longest, look, and decide, wrongly as often as the world says.

Three of them look at the same time, each at something else. What is so they do not know for sure: an act, a claim or a
photo of somebody who cheats is untrue, and some honest photos show nothing.
"""

from datetime import datetime, timedelta
from functools import partial

from common.errors import DomainError
from simulation.city import REVIEWERS, City
from simulation.doors import desk
from simulation.doors.desk import Item
from simulation.memory import Decision
from simulation.seasons import Day

BEGIN_AT, BETWEEN = (16, 0), timedelta(seconds=7)
LOOKS_FOR = timedelta(seconds=20)
LEFT_UNDECIDED = 4
"""The newest still wait at the end: the desk of the demonstration has something to do."""
LAST_DAYS = timedelta(days=2)
PROVIDER_TAKES = timedelta(days=2, hours=3)
PHOTOS = frozenset({"photo", *desk.ODOMETERS})
CHANGED = {"photo": "photo", "pledge": "odometer", "odometer": "odometer", "claim": "claim"}
"""Of which kinds a decision is told, and under which name."""


def plan(city: City, day: Day) -> None:
    if not (city.is_by_hand(day.on) and day.is_workday):
        return
    for place, reviewer in enumerate(REVIEWERS):
        left = city.world.decided_a_day
        city.later(day.at(*BEGIN_AT) + place * BETWEEN, partial(_open_next, city, day, reviewer, left))
    city.later(day.at(15, 30), partial(_look_at_drawn, city))


def _open_next(city: City, day: Day, reviewer: str, left: int, now: datetime) -> None:
    by = city.staff[reviewer]
    is_last = day.on >= city.last_day - LAST_DAYS
    if not left or (is_last and desk.how_many_wait(by=by) <= LEFT_UNDECIDED):
        return
    item = desk.open_next(by=by, now=now)
    if item is not None:
        city.later(now + LOOKS_FOR, partial(_decide, city, day, reviewer, left - 1, item))


def _decide(city: City, day: Day, reviewer: str, left: int, item: Item, now: datetime) -> None:
    chance, rates = city.chance("decision", reviewer, item.kind, *_of(city, item)), city.world.rates
    is_so = _is_so(city, item)
    grants = is_so != chance.happens(rates.wrongly_refused if is_so else rates.wrongly_granted)
    if chance.happens(rates.second_opinion) and not desk.has_opinion(item):
        with city.trying("second opinions asked for"):
            desk.ask_another(item, would_accept=grants, by=city.staff[reviewer], now=now)
    elif item.kind == desk.CLAIM and not item.was_routed and chance.happens(rates.routed):
        _ask_provider(city, reviewer, item, is_so, now)
    else:
        _say(city, reviewer, item, grants, is_so, now)
    if chance.happens(rates.doubled):
        _press_again(city, reviewer, item, grants, is_so, now)
    _open_next(city, day, reviewer, left, now)


def _say(city: City, reviewer: str, item: Item, grants: bool, is_so: bool, now: datetime) -> None:
    """What cannot be granted any more is refused."""
    by, reasons = city.staff[reviewer], desk.reasons(item)
    reason = city.chance("reason", reviewer, item.kind, *_of(city, item)).pick(reasons)
    try:
        if grants:
            desk.accept(item, by=by, now=now)
        else:
            desk.refuse(item, reason=reason, by=by, now=now)
    except DomainError as error:
        city.refused[f"{item.kind} decided: {error.code}"] += 1
        if not grants:
            raise
        _say(city, reviewer, item, False, is_so, now)
        return
    city.counted[f"{item.kind} {'granted' if grants else 'refused'}"] += 1
    _remember(city, reviewer, item, grants, is_so)


def _press_again(city: City, reviewer: str, item: Item, grants: bool, is_so: bool, now: datetime) -> None:
    """The network is slow, the key is pressed once more: nothing may come of it."""
    by = city.staff[reviewer]
    try:
        desk.refuse(item, reason=desk.reasons(item)[0], by=by, now=now)
    except DomainError as error:
        city.refused[f"key pressed again: {error.code}"] += 1
    else:
        _remember(city, reviewer, item, False, is_so)


def _remember(city: City, reviewer: str, item: Item, grants: bool, is_so: bool) -> None:
    against = item.against and (item.against.kind, item.against.public_id)
    what = item.kind, item.public_id
    memory = city.memory
    memory.decisions.append(Decision(what, item.citizen_id, reviewer, grants, grants == is_so, against))
    if item.kind in CHANGED:
        memory.told[item.citizen_id, CHANGED[item.kind]] += 1
    if item.against is not None:
        memory.told[item.citizen_id, desk.APPEAL] += 1
        if grants and item.against.kind in CHANGED:
            memory.told[item.citizen_id, CHANGED[item.against.kind]] += 1


def _ask_provider(city: City, reviewer: str, item: Item, is_so: bool, now: datetime) -> None:
    """It answers after two days, or never."""
    with city.trying("providers asked"):
        desk.ask_provider(item, by=city.staff[reviewer], now=now)
        if city.chance("provider", *_of(city, item)).happens(city.world.rates.answered):
            city.later(now + PROVIDER_TAKES, partial(_hear, city, reviewer, item, is_so))


def _hear(city: City, reviewer: str, item: Item, is_so: bool, now: datetime) -> None:
    with city.trying("providers that answered"):
        desk.provider_answers(item, confirms=is_so, by=city.staff[reviewer], now=now)


def _look_at_drawn(city: City, now: datetime) -> None:
    """All are found sound, since the portal draws others in each run: nothing may come of it for the books."""
    by = city.staff[REVIEWERS[0]]
    for _number in range(city.world.decided_a_day):
        item = desk.open_drawn(by=by, now=now)
        if item is None:
            return
        desk.accept(item, by=by, now=now)
        city.memory.decisions.append(Decision((item.kind, item.public_id), item.citizen_id, REVIEWERS[0], True, True))


def _is_so(city: City, item: Item) -> bool:
    person = city.of_account[item.citizen_id]
    about = item.against or item
    shows_nothing = about.kind in PHOTOS and city.chance("shown", *_of(city, item)).happens(city.world.rates.refuse)
    return not person.cheat and not shows_nothing


def _of(city: City, item: Item) -> tuple[object, ...]:
    """The names of chance about it: of what an appeal is about where it is one."""
    return city.of_account[item.citizen_id].number, item.named
