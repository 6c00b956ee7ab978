"""Tells histories to the portal, and compares what the scorer made of them with what the second reckoner does."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from accounts.models import User
from activities import reinstating
from activities.models import SHARDS, Activity, Reason, Revocation, Status
from activities.scoring import scorer, taking_back
from activities.second_opinion.acts import NOTHING, Act, Amount, total
from activities.second_opinion.history import Assessed, histories_of, metro_ways
from activities.second_opinion.reckoner import Reckoned, reckon
from activities.second_opinion.timelines import DAY_TOTALS, meet
from credits import accounts as ledger_accounts
from scenarios import rulebook
from scenarios.models import RuleVersion, Scenario
from tests.activities.second_opinion.histories import Arrival, Told
from tests.activities.second_opinion.rules import Change
from tests.conftest import make_citizen, record

HISTORIES = int(os.environ.get("SECOND_OPINION_HISTORIES", "200"))
WAYS = metro_ways()
NOW = datetime(2027, 3, 1, 4, tzinfo=UTC)
"""When all is scored, long after the last act."""
A_SECOND = timedelta(seconds=1)


def examples(share: float) -> settings:
    """So large a share of all the histories that are looked at."""
    return settings(max_examples=max(1, int(HISTORIES * share)), suppress_health_check=list(HealthCheck))


@contextmanager
def undone() -> Iterator[None]:
    """What is published, told and scored within is gone afterwards; what a process keeps of it, too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    ledger_accounts.forget()
    rulebook.forget()


# Telling


def publish(changes: Iterable[Change]) -> None:
    for number, change in enumerate(changes, start=100):
        scenario = Scenario.objects.get(code=change.scenario)
        document = change.apply(scenario.versions.earliest("effective_from").document)
        RuleVersion.objects.create(
            scenario=scenario,
            number=number,
            effective_from=change.effective_from,
            document=document,
            published_at=NOW,
        )
    rulebook.forget()


def tell(citizen: User, acts: Iterable[Told]) -> None:
    """Each act as soon as it is over, so that the gate takes it, though the order in which they are told is another."""
    for act in acts:
        record(citizen, act.draft, evidence=act.evidence, now=act.over_at)


def live(arrival: Arrival, data: st.DataObject) -> User:
    """A citizen who tells and is scored round by round; in between acts are taken back, and some count again."""
    citizen, staff, others, now = make_citizen(), make_citizen(), make_citizen(), NOW
    for acts in arrival.rounds():
        tell(citizen, acts)
        now += A_SECOND
        score([citizen], now=now)
        scored = list(Activity.objects.filter(citizen=citizen, status=Status.SCORED).order_by("pk"))
        for act in data.draw(st.lists(st.sampled_from(scored), max_size=2, unique=True)) if scored else ():
            now += A_SECOND
            taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=staff, now=now)
        gone = list(Revocation.objects.filter(activity__citizen=citizen, reinstatement=None).order_by("pk"))
        for revocation in data.draw(st.lists(st.sampled_from(gone), max_size=1)) if gone else ():
            now += A_SECOND
            reinstating.reinstate(revocation=revocation, by=others, now=now)
            score([citizen], now=now)
    return citizen


def arrive(arrivals: Sequence[Arrival]) -> list[User]:
    """A citizen for each arrival; all of them are told and scored round by round."""
    citizens = [make_citizen() for _arrival in arrivals]
    rounds = [arrival.rounds() for arrival in arrivals]
    for number in range(max(map(len, rounds))):
        for citizen, own in zip(citizens, rounds, strict=True):
            if number < len(own):
                tell(citizen, own[number])
        score(citizens)
    assert not Activity.objects.pending().filter(citizen__in=citizens).exists()
    return citizens


def score(citizens: Iterable[User], now: datetime = NOW) -> None:
    """Until nothing of the citizens is pending."""
    for shard in {citizen.pk % SHARDS for citizen in citizens}:
        while scorer.score_batch(shard, now=now):
            pass


# Comparing


def both(citizens: Iterable[User]) -> list[tuple[list[Assessed], list[Reckoned]]]:
    """For each citizen who did something what was assessed, and the same acts reckoned anew."""
    told = histories_of([citizen.pk for citizen in citizens])
    return [(assessed, reckon([one.act for one in assessed], WAYS)) for assessed in told]


def assert_alike(assessed: Sequence[Assessed], reckoned: Sequence[Reckoned]) -> None:
    """Act by act; where one is not alike, the whole history is told."""
    given = [(one.exact, one.earned, one.recounted) for one in assessed]
    own = [(one.exact, one.earned, one.recounted) for one in reckoned]
    assert given == own, "\n".join(map(_told, assessed, reckoned))


def _told(assessed: Assessed, reckoned: Reckoned) -> str:
    act = assessed.act
    caps = [(cap["measure"], cap["per"], cap["value"]) for cap in act.rule["caps"]]
    return (
        f"{act.number} {act.scenario} {act.started_at} {act.ended_at} {act.evidence} {dict(act.claim)} {caps}"
        f" {reckoned.alone}: {assessed.exact} {assessed.earned} {assessed.recounted}"
        f" or {reckoned.exact} {reckoned.earned} {reckoned.recounted}"
    )


def assert_caps_are_kept(assessed: Sequence[Assessed]) -> None:
    """What counts, by the portal's own rows, never passes a cap: of several versions in a month, the widest."""
    alike: dict[tuple[str, str, object], list[Assessed]] = defaultdict(list)
    for one in assessed:
        alike[one.act.scenario, "day", one.act.city_day].append(one)
        alike[one.act.scenario, "month", one.act.month].append(one)
    for (_scenario, per, _period), acts in alike.items():
        for measure, used in counted(acts).items():
            limits = [limit_of(one.act, measure, per) for one in acts]
            if None not in limits:
                assert used <= max(limits), (measure, per, acts)


def counted(acts: Sequence[Assessed]) -> dict[str, int]:
    """By what the acts were paid, and what they count with besides; all totals of a day are one act."""
    paid = total(one.earned for one in acts)
    singles = [one for one in acts if one.act.method not in DAY_TOTALS]
    days = {day for day in {one.act.city_day for one in acts if one not in singles} if _counts(acts, day)}
    return {
        "grams": paid.grams + sum(one.recounted[0] for one in acts),
        "credits": paid.credits + sum(one.recounted[1] for one in acts),
        "acts": len(days) + sum((one.earned != NOTHING) + one.recounted[2] for one in singles),
    }


def _counts(acts: Sequence[Assessed], day: date) -> bool:
    """Whether the totals of a day count with anything."""
    totals = [one for one in acts if one.act.city_day == day]
    return any(
        sum(each)
        for each in (
            [one.earned.grams + one.recounted[0] for one in totals],
            [one.earned.credits + one.recounted[1] for one in totals],
        )
    )


def limit_of(act: Act, measure: str, per: str) -> int | None:
    return next((cap["value"] for cap in act.rule["caps"] if (cap["measure"], cap["per"]) == (measure, per)), None)


def assert_no_more_than_the_best_single_counting(reckoned: Sequence[Reckoned]) -> None:
    paid, (credits, grams) = total(one.earned for one in reckoned), best_single_counting(reckoned)
    assert paid.credits <= credits
    assert paid.grams <= grams


def best_single_counting(reckoned: Sequence[Reckoned]) -> tuple[int, int]:
    """The most credits of all choices of acts of which no two exclude each other, each worth what it is by itself.

    And the most grams, which another choice may have. Every choice is looked at.
    """
    credits = grams = 0
    rest = list(reckoned)
    while rest:
        joined = [rest.pop()]
        for entry in joined:
            met = [other for other in rest if exclude(entry.act, other.act)]
            rest = [other for other in rest if other not in met]
            joined += met
        choices = list(sets_apart(joined))
        credits += max(sum(entry.alone.credits for entry in choice) for choice in choices)
        grams += max(sum(entry.alone.grams for entry in choice) for choice in choices)
    return credits, grams


def sets_apart(entries: Sequence[Reckoned]) -> Iterator[Sequence[Reckoned]]:
    for size in range(len(entries) + 1):
        for chosen in combinations(entries, size):
            if not any(exclude(one.act, other.act) for one, other in combinations(chosen, 2)):
                yield chosen


def exclude(one: Act, other: Act) -> bool:
    """They meet, or are totals of the same day."""
    same_day = (one.scenario, one.city_day) == (other.scenario, other.city_day)
    return meet(one, other) or (same_day and one.method in DAY_TOTALS)


def best_beside_steps(reckoned: Sequence[Reckoned]) -> tuple[int, int, int]:
    """The most credits of all choices of journeys with what is left of each day's steps, the grams of that choice, and
    the most grams of any. Every choice is looked at, by a rule without caps."""
    journeys = [one for one in reckoned if one.act.method not in DAY_TOTALS and one.alone != NOTHING]
    days = {one.act.city_day for one in reckoned if one.act.method == "walking"}
    worths = []
    for choice in sets_apart(journeys):
        whole = total(one.alone for one in choice)
        for day in days:
            minutes = sum(
                (one.act.ended_at - one.act.started_at) // timedelta(minutes=1)
                for one in choice
                if one.act.method == "bike-share" and one.act.city_day == day
            )
            whole = whole.plus(max(_less(one.act, minutes) for one in reckoned if _is_walk(one.act, day)))
        worths.append(whole)
    return *max(worths), max(worth.grams for worth in worths)


def _is_walk(act: Act, day: date) -> bool:
    return act.method == "walking" and act.city_day == day


def _less(act: Act, minutes: int) -> Amount:
    """Two grams of a hundred steps, half of it where they are only typed, and ten grams a credit."""
    steps = max(0, act.claim["steps"] - 60 * minutes)
    grams = steps // 100 if act.evidence == "self_declared" else steps // 50
    return Amount(credits=grams // 10, grams=grams)
