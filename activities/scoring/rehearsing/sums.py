"""What the acts of a rehearsal come to, added up citizen by citizen; as JSON it is kept from piece to piece.

Of citizens it holds sums of many alone; of acts the few by which the two rules differ most.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from activities.scoring.rehearsing.replay import Replayed
from common.city_time import city_day
from scenarios.rulebook import rule_of
from scenarios.rules import Rule

EXAMPLES = 5
"""Of the largest gains, and of the largest losses."""
EXACT_PAY, PAY_STEP = 200, 10
"""Up to so many credits citizens are told apart by what they were paid; beyond that by tens."""

Sums = dict[str, Any]
Row = list[int]
"""Citizens, credits paid, credits changed, those who gain, those who lose."""


def nothing() -> Sums:
    """Of nobody."""
    return {
        **dict.fromkeys(("acts", "more", "less", "accepted", "waits", "others"), 0),
        **{name: [0, 0] for name in ("grams", "credits", "of_others")},
        **{name: {} for name in ("refused", "paid", "districts", "days")},
        **{name: [] for name in ("gains", "losses")},
    }


def add(sums: Sums, acts: Sequence[Replayed], rule: Rule, *, first_day: str) -> None:
    """One citizen's acts. Those before the first day are replayed for what they leave to others."""
    acts = [one for one in acts if one.act.city_day.isoformat() >= first_day]
    tried = [one for one in acts if one.is_tried]
    if not tried:
        return
    for one in tried:
        _add_tried(sums, one)
    for one in acts:
        _add_day(sums, one, rule)
    _add_others(sums, [one for one in acts if not one.is_tried])
    _add_citizen(sums, acts, tried)
    _keep_examples(sums, tried)


def _add_tried(sums: Sums, one: Replayed) -> None:
    before, after = one.act.kept, one.kept
    sums["acts"] += not one.act.refusal
    sums["grams"] = [sums["grams"][0] + before.grams, sums["grams"][1] + after.grams]
    sums["credits"] = [sums["credits"][0] + before.credits, sums["credits"][1] + after.credits]
    sums["more"] += after.credits > before.credits
    sums["less"] += after.credits < before.credits
    sums["waits"] += one.waits
    sums["accepted"] += bool(one.act.refusal and not one.refusal)
    if one.refusal and not one.act.refusal:
        sums["refused"][one.refusal] = sums["refused"].get(one.refusal, 0) + 1


def _add_others(sums: Sums, others: Iterable[Replayed]) -> None:
    """Acts of other scenarios, or other days, that get something else because of the change."""
    for one in others:
        grams, credits = one.kept.grams - one.act.kept.grams, one.kept.credits - one.act.kept.credits
        if grams or credits:
            sums["others"] += 1
            sums["of_others"] = [sums["of_others"][0] + grams, sums["of_others"][1] + credits]


def _add_day(sums: Sums, one: Replayed, rule: Rule) -> None:
    """What a budget pays more or less on the day of the award; what is taken back fills none again."""
    day = city_day(one.act.decided_at).isoformat()
    before = rule_of(one.act.version_id).budget_code if one.act.version_id else ""
    after = rule.budget_code if one.is_tried else before
    if before != after or one.act.earned.credits != one.earned.credits:
        _count(sums["days"], before, day, -one.act.earned.credits)
        _count(sums["days"], after, day, one.earned.credits)


def _count(days: dict[str, dict[str, int]], budget: str, day: str, credits: int) -> None:
    if credits:
        of_budget = days.setdefault(budget, {})
        of_budget[day] = of_budget.get(day, 0) + credits


def _add_citizen(sums: Sums, acts: Sequence[Replayed], tried: Sequence[Replayed]) -> None:
    paid = sum(one.act.kept.credits for one in tried)
    changed = sum(one.kept.credits - one.act.kept.credits for one in acts)
    district = max(tried, key=lambda one: (one.act.decided_at, one.act.pk)).act.district
    for table, place in (("paid", str(_pay_bin(paid))), ("districts", district)):
        before = sums[table].get(place, [0, 0, 0, 0, 0])
        sums[table][place] = _plus(before, [1, paid, changed, changed > 0, changed < 0])


def _plus(row: Row, more: Iterable[int]) -> Row:
    return [old + int(new) for old, new in zip(row, more, strict=True)]


def _pay_bin(credits: int) -> int:
    return credits if credits < EXACT_PAY else credits // PAY_STEP * PAY_STEP


def _keep_examples(sums: Sums, tried: Iterable[Replayed]) -> None:
    changed = [one for one in tried if one.kept != one.act.kept]
    if not changed:
        return
    told = [_example(one) for one in changed]
    sums["gains"] = sorted([*sums["gains"], *(one for one in told if _gain(one) > (0, 0))], key=_most_gained)[:EXAMPLES]
    sums["losses"] = sorted([*sums["losses"], *(one for one in told if _gain(one) < (0, 0))], key=_most_lost)[:EXAMPLES]


def _example(one: Replayed) -> dict[str, Any]:
    told: dict[str, Any] = {
        "act": one.act.pk,
        "paid": [one.act.kept.grams, one.act.kept.credits],
        "gets": [one.kept.grams, one.kept.credits],
        "earns": [one.earned.grams, one.earned.credits],
        "refusal": one.refusal,
        "was_refused": one.act.refusal,
    }
    if one.result:
        reckoning = one.result.reckoning
        told |= {"quantified": str(reckoning.quantified), "cuts": [list(cut) for cut in reckoning.cuts]}
        told["evidence"] = str(one.result.case.evidence)
    return told


def _gain(example: Mapping[str, Any]) -> tuple[int, int]:
    """In credits, then in grams."""
    (grams, credits), (grams_now, credits_now) = example["paid"], example["gets"]
    return credits_now - credits, grams_now - grams


def _most_gained(example: Mapping[str, Any]) -> tuple[int, int, int]:
    credits, grams = _gain(example)
    return -credits, -grams, example["act"]


def _most_lost(example: Mapping[str, Any]) -> tuple[int, int, int]:
    return (*_gain(example), example["act"])
