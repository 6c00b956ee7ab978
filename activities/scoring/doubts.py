"""What speaks against an act: each check looks for one thing, has a weight, and tells the citizen in a sentence. Pure.

A check raises a doubt, never a verdict: what the doubts of an act weigh together, the version of its rule says what
comes of it. A new check is a function and a line in `CHECKS`. What a check goes by are the act itself, what the same
citizen did shortly before, and what the evidence brings; no check knows a single way of cheating.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.scoring.cases import Case
from common.city_time import CITY_ZONE, day_span
from methodologies.base import Entry, Span
from methodologies.journey import Journey
from scenarios.rules import PER_MILLE, WHOLE, CapMeasure, Doubting, Evidence, Period

NEAR_THE_END = 92
"""Per cent of what a rule believes at the most; the numbers that its bounds leave for the fittest alone."""
MANY_STEPS = 45_000
"""More than a marathon."""
STEPS_A_MINUTE = 60
"""Kept up since midnight, sleep included."""
TIMES_THE_USUAL, TIMES_THE_MOST, ENOUGH_BEFORE = 4, 2, 5
MANY_JOURNEYS = 10
TOGETHER = timedelta(minutes=5)
"""Getting off and on again may be told so inexactly."""
OFTEN = 5
AT_THE_LIMIT_OFTEN = 4
JUST_ABOVE = 103
"""Per cent of the least that reaches a limit, which people who aim at it tell."""
NO_TRAINS = time(1), time(5)
"""No metro line of the city and hardly a bus runs then."""
CLOCKS_DIFFER = timedelta(minutes=10)
MANY_SHARE = 3

Facts = Mapping[str, int]


class Before(NamedTuple):
    """What the same citizen told in the days before, in the same scenario, but for `journeys`."""

    acts: int = 0
    """Acts of other days that were believed, their `mean` amount and the `most` of them."""
    mean: int = 0
    most: int = 0
    same_amount: int = 0
    """Acts of other days that say exactly as much."""
    same_time: int = 0
    """Acts of other days that began at exactly the same time of day."""
    at_limit: int = 0
    """Acts of other days within `Look.limit`."""
    journeys: int = 0
    """Of the same day, by whatever means."""


class Shown(NamedTuple):
    """What the evidence of an act tells of itself."""

    photos: int = 0
    saved_again: int = 0
    """Photos whose camera does not say when they were taken, but whose file says that somebody changed it."""
    blank: int = 0
    """Photos that show nearly nothing."""
    sharers: int = 0
    """Other citizens for whom the same thing counted lately."""


class Look(NamedTuple):
    """All that is looked at of one act."""

    case: Case
    ended_at: datetime
    recorded_at: datetime
    beside: Sequence[Case] = ()
    """Acts that were there before, and keep the citizen busy at the same time."""
    before: Before = Before()
    shown: Shown = Shown()


class Check(NamedTuple):
    """`looks` returns facts that speak against the act, whole numbers, or nothing."""

    code: str
    weight: int
    sentence: Promise
    looks: Callable[[Look], Facts | None]


class Doubt(NamedTuple):
    """What one check found."""

    code: str
    weight: int
    facts: Facts


def doubts_of(look: Look) -> tuple[Doubt, ...]:
    """Everything that speaks against an act, in the order of the checks."""
    found = ((check, check.looks(look)) for check in CHECKS)
    return tuple(Doubt(check.code, check.weight, facts) for check, facts in found if facts is not None)


def is_drawn(public_id: str, doubting: Doubting, version_id: int) -> bool:
    """Whether an act is drawn for audit: whoever knows its public id and its version can draw again."""
    drawn = sha256(f"{version_id}:{public_id}".encode()).digest()
    return int.from_bytes(drawn[:8]) % PER_MILLE < (doubting.drawn.value or 0)


# How much


def amount_of(case: Case) -> tuple[str, int] | None:
    """The one quantity that says how much an act is, by its name; nothing where several do, or a choice."""
    method = case.rule.methodology
    if method.choices or len(method.quantities) != 1:
        return None
    name = method.quantities[0].name
    return (name, int(case.claim[name])) if name in case.claim else None


def limit_of(case: Case) -> tuple[int, int] | None:
    """The amounts that just reach what counts at the most, where an act says one of them and is only told."""
    amount, most_g = amount_of(case), _most_grams(case)
    if amount is None or most_g is None or case.evidence is not Evidence.SELF_DECLARED or not case.quantified:
        return None
    counted = case.quantified * case.rule.worth_of(case.evidence) / WHOLE
    least = -int(-(amount[1] * most_g) // counted) if counted else 0
    band = least, least * JUST_ABOVE // WHOLE
    return band if band[0] <= amount[1] <= band[1] else None


def _most_grams(case: Case) -> int | None:
    of_act = case.rule.most_grams.get(case.evidence)
    of_day = [limit for period, limit in case.rule.limits[CapMeasure.GRAMS] if period is Period.DAY]
    return min([*of_day, *([of_act.value] if of_act and of_act.value else [])], default=None)


def _fast(look: Look) -> Facts | None:
    case = look.case
    for bound in case.rule.plain_bounds:
        if bound.measure == "mean_speed_kmh" and bound.most is not None:
            speed = case.rule.methodology.measured(case.claim, bound.measure)
            if speed is not None and speed * WHOLE > bound.most * NEAR_THE_END:
                return {"kmh": int(speed)}
    return None


def _far(look: Look) -> Facts | None:
    case = look.case
    if "steps" in case.claim:
        return {"amount": steps} if (steps := int(case.claim["steps"])) > MANY_STEPS else None
    for bound in case.rule.plain_bounds:
        if bound.measure == "distance_m" and bound.most is not None:
            metres = case.rule.methodology.measured(case.claim, bound.measure)
            if metres is not None and metres * WHOLE > bound.most * NEAR_THE_END:
                return {"amount": int(metres)}
    return None


def _steps_since_midnight(look: Look) -> Facts | None:
    if "steps" not in look.case.claim:
        return None
    midnight, end = day_span(look.case.city_day)
    minutes = (min(look.recorded_at, end) - midnight) // timedelta(minutes=1)
    steps = int(look.case.claim["steps"])
    return {"steps": steps, "minutes": minutes} if steps > STEPS_A_MINUTE * max(minutes, 1) else None


def _jump(look: Look) -> Facts | None:
    amount, before = amount_of(look.case), look.before
    if amount is None or before.acts < ENOUGH_BEFORE:
        return None
    if amount[1] <= max(before.mean * TIMES_THE_USUAL, before.most * TIMES_THE_MOST):
        return None
    return {"amount": amount[1], "usual": before.mean}


def _at_the_limit(look: Look) -> Facts | None:
    return {"days": look.before.at_limit} if look.before.at_limit >= AT_THE_LIMIT_OFTEN else None


# Where, and when


def _two_places(look: Look) -> Facts | None:
    """By two means at once; where the other is proven less well, it is the other that is wrong."""
    for other in look.beside:
        together = min(look.ended_at, other.busy_until) - max(look.case.started_at, other.started_at)
        is_weaker = other.evidence.strength < look.case.evidence.strength
        if other.scenario_id != look.case.scenario_id and _is_journey(other) and together > TOGETHER and not is_weaker:
            return {"minutes": together // timedelta(minutes=1)} if _is_journey(look.case) else None
    return None


def _many_journeys(look: Look) -> Facts | None:
    journeys = look.before.journeys
    return {"journeys": journeys + 1} if _is_journey(look.case) and journeys >= MANY_JOURNEYS else None


def _is_journey(case: Case) -> bool:
    return isinstance(case.rule.methodology, Journey)


def _no_trains(look: Look) -> Facts | None:
    begun = look.case.started_at.astimezone(CITY_ZONE).time()
    is_line = look.case.rule.methodology.code == "metro"
    return {"hour": begun.hour} if is_line and NO_TRAINS[0] <= begun < NO_TRAINS[1] else None


def _ahead_of_its_time(look: Look) -> Facts | None:
    """Days and moments are told before they are over, journeys are not."""
    ahead = look.ended_at - look.recorded_at
    is_period = look.case.rule.methodology.span is Span.PERIOD
    return {"minutes": ahead // timedelta(minutes=1)} if is_period and ahead > CLOCKS_DIFFER else None


# Again and again


def _same_amount_told(look: Look) -> Facts | None:
    return _same_amount(look) if look.case.evidence is Evidence.SELF_DECLARED else None


def _same_amount_measured(look: Look) -> Facts | None:
    return _same_amount(look) if look.case.evidence is Evidence.DEVICE else None


def _same_amount(look: Look) -> Facts | None:
    return {"days": look.before.same_amount} if look.before.same_amount >= OFTEN else None


def _same_time(look: Look) -> Facts | None:
    """Of what a device or a program told: people type round times."""
    method = look.case.rule.methodology
    is_told_of_minutes = method.span is Span.PERIOD and method.entry is Entry.MINUTES
    if look.case.evidence is not Evidence.DEVICE or not is_told_of_minutes:
        return None
    return {"days": look.before.same_time} if look.before.same_time >= OFTEN else None


# The evidence


def _saved_again(look: Look) -> Facts | None:
    return {"photos": look.shown.saved_again} if look.shown.saved_again else None


def _blank(look: Look) -> Facts | None:
    return {"photos": look.shown.blank} if look.shown.blank else None


def _shared(look: Look) -> Facts | None:
    return {"people": look.shown.sharers} if look.shown.sharers >= MANY_SHARE else None


CHECKS = (
    Check("fast", 20, _("It was faster than nearly everybody is on such a way."), _fast),
    Check("far", 40, _("It is more than nearly anybody manages."), _far),
    Check(
        "steps_since_midnight", 60, _("So many steps hardly fit into the time since midnight."), _steps_since_midnight
    ),
    Check("jump", 20, _("It is far more than you reported in the days before."), _jump),
    Check("at_the_limit", 60, _("Day after day what was typed reaches exactly the most that counts."), _at_the_limit),
    Check(
        "two_places", 40, _("Another journey of yours, by other means, was under way at the same time."), _two_places
    ),
    Check("many_journeys", 40, _("There are more journeys on this day than fit into one."), _many_journeys),
    Check("no_trains", 60, _("At this hour no train runs."), _no_trains),
    Check(
        "ahead_of_its_time", 40, _("It was sent before it can have been over: a clock is wrong."), _ahead_of_its_time
    ),
    Check("same_amount_told", 20, _("On many days exactly the same amount was typed."), _same_amount_told),
    Check("same_amount_measured", 60, _("On many days exactly the same amount was measured."), _same_amount_measured),
    Check("same_time", 60, _("On many days it began at exactly the same time."), _same_time),
    Check("saved_again", 20, _("A photo was saved again by a program since it was taken."), _saved_again),
    Check("blank", 40, _("A photo shows nearly nothing."), _blank),
    Check("shared", 40, _("The same thing was used by several people lately."), _shared),
)


def sentences(codes: Iterable[str]) -> list[str]:
    """What is told of these checks' findings, in the language active now; a check of before that is no more is not."""
    known = {check.code: check.sentence for check in CHECKS}
    return [str(known[code]) for code in codes if code in known]
