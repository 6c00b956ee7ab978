"""The scorer: takes a shard's pending acts in batches, assesses each by the rule of its day, and posts the awards.

One batch is one transaction. It locks its citizens before it reads what they have used, and takes each citizen's acts
in the order in which they were recorded; so caps come out as if acts had been scored one at a time. Locks: citizens in
id order (those busy elsewhere are left for later), then budget slots, then ledger accounts.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from activities import queue
from activities.award_references import reference_of
from activities.models import Status
from activities.queue import Act
from activities.reckoning import Reckoning, nothing, reckon
from activities.timetable import Timetable
from activities.usage import Usage
from common import pg_arrays
from common.city_time import city_day
from credits import budgets, ledger
from credits.accounts import available_accounts
from credits.vintages import expiry_of
from methodologies.base import Claim, Span
from scenarios import rulebook
from scenarios.rulebook import RuleBook
from scenarios.rules import Period, Rule

BATCH = 2000
RETRY_AFTER_FUNDING = timedelta(minutes=1)
"""A batch under way when a budget was filled may have missed it; its acts are tried again for so long."""

log = logging.getLogger(__name__)


class InForce(NamedTuple):
    """The version that an act is scored by."""

    version_id: int
    rule: Rule


class Scored(NamedTuple):
    """An act with what it earns and the version that says so."""

    act: Act
    version_id: int
    rule: Rule
    reckoning: Reckoning


@dataclass(slots=True)
class Batch:
    """Where each act of a batch ends up."""

    scored: list[Scored] = field(default_factory=list)
    rejected: list[tuple[Act, str]] = field(default_factory=list)
    waiting: list[Act] = field(default_factory=list)
    slots: dict[int, int] = field(default_factory=dict)
    """The budget slot that pays, by activity."""


def score_batch(shard: int, *, now: datetime, limit: int = BATCH) -> int:
    """Scores up to `limit` of a shard's oldest pending acts; returns how many it took, 0 when there are none."""
    with transaction.atomic():
        acts = queue.take(shard, limit)
        if not acts:
            return 0
        # Later acts of a kind wait behind one that waits for its budget.
        stalled = queue.waiting_kinds({act.citizen_id for act in acts})
        batch = _pay(_assess(acts), stalled)
        _write_assessments(batch, now)
        _write_statuses(batch, now)
    return len(acts)


def _assess(acts: Sequence[Act]) -> Batch:
    batch, book = Batch(), rulebook.latest()
    rules = _rules(acts, book)
    in_force = []
    for act in acts:
        found = rules[act.scenario_id, act.city_day]
        if isinstance(found, str):
            batch.rejected.append((act, found))
        else:
            in_force.append((act, found))
    usage = Usage.load((act, found.rule) for act, found in in_force)
    timetable = Timetable.load((act for act, _found in in_force), book.scenarios.values())
    for act, (version_id, rule) in in_force:
        try:
            claim = act.claim(rule.methodology)
            doubts = rule.methodology.check(claim, rule.plain_bounds)
            reckoning = _reckon(act, claim, rule, usage, timetable)
        except Exception:
            # A row that cannot be read must not stop the others; it is refused, and the log says why.
            log.exception("activity %s cannot be scored", act.pk)
            batch.rejected.append((act, "unreadable_claim"))
            continue
        if doubts:
            batch.rejected.append((act, "out_of_bounds"))
            continue
        usage.add(act, reckoning)
        if reckoning.counts:
            timetable.add(act, reckoning)
        batch.scored.append(Scored(act, version_id, rule, reckoning))
    return batch


def _rules(acts: Iterable[Act], book: RuleBook) -> dict[tuple[int, date], InForce | str]:
    """For each scenario and city day the version in force, or the code of why there is none."""
    return {
        (scenario_id, day): _rule(scenario_id, day, book)
        for scenario_id, day in {(act.scenario_id, act.city_day) for act in acts}
    }


def _rule(scenario_id: int, day: date, book: RuleBook) -> InForce | str:
    try:
        found = book.rule_on(scenario_id, day) if book.methodology_of(scenario_id) else None
    except Exception:
        # Whatever is wrong with one rule must not stop the acts of the others.
        log.exception("the rule of scenario %s on %s cannot be read", scenario_id, day)
        return "unreadable_rule"
    return InForce(found[0].pk, found[1]) if found else "not_in_force"


def _reckon(act: Act, claim: Claim, rule: Rule, usage: Usage, timetable: Timetable) -> Reckoning:
    used = usage.before(act, rule)
    if rule.methodology.span is Span.DAY:
        return reckon(claim, rule, act.evidence, used, counted=used[Period.DAY])
    meeting = timetable.meet(act)
    if meeting.refusal:
        return nothing(claim, rule, meeting.refusal)
    return reckon(claim, rule, act.evidence, used, counted=meeting.counted)


def _pay(batch: Batch, stalled: set[tuple[int, int]]) -> Batch:
    """Finds a budget slot for every award; without one the act waits, and its citizen's later acts of the kind."""
    wanted: dict[str, int] = defaultdict(int)
    for scored in batch.scored:
        wanted[scored.rule.budget_code] += scored.reckoning.credits
    purses = {code: budgets.purse(code, wanted[code]) for code in sorted(wanted)}
    paid: list[Scored] = []
    for scored in batch.scored:
        act, due = scored.act, scored.reckoning.credits
        kind = (act.citizen_id, act.scenario_id)
        slot_id = purses[scored.rule.budget_code].take(due) if due and kind not in stalled else None
        if kind in stalled or (due and slot_id is None):
            stalled.add(kind)
            batch.waiting.append(act)
            continue
        if slot_id is not None:
            batch.slots[act.pk] = slot_id
        paid.append(scored)
    batch.scored = paid
    return batch


def _write_assessments(batch: Batch, now: datetime) -> None:
    if not batch.scored:
        return
    columns = [
        pg_arrays.numbers([scored.act.pk for scored in batch.scored]),
        pg_arrays.numbers([scored.version_id for scored in batch.scored]),
        pg_arrays.numbers([scored.reckoning.grams for scored in batch.scored]),
        pg_arrays.numbers([scored.reckoning.credits for scored in batch.scored]),
        pg_arrays.texts([_facts(scored.reckoning) for scored in batch.scored]),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
            SELECT activity_id, version_id, grams, credits, facts::jsonb, %s
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[])
                AS assessment (activity_id, version_id, grams, credits, facts)
            """,
            [now, *columns],
        )
    _post_awards(batch, now)


def _post_awards(batch: Batch, now: datetime) -> None:
    awarded = [scored for scored in batch.scored if scored.reckoning.credits]
    citizen_ids = {scored.act.citizen_id for scored in awarded}
    accounts = available_accounts(citizen_ids, expiry_of(city_day(now)))
    ledger.post_all(
        [
            ledger.Posting(
                debit_id=batch.slots[scored.act.pk],
                credit_id=accounts[scored.act.citizen_id],
                amount=scored.reckoning.credits,
                kind=ledger.TransferKind.AWARD,
                reference=reference_of(scored.act.pk),
                event_at=scored.act.started_at,
            )
            for scored in awarded
        ],
        now=now,
    )


def _facts(reckoning: Reckoning) -> str:
    """What the page needs beside the claim and the rule to tell the whole story, as JSON."""
    cuts = f', "cuts": {json.dumps([cut._asdict() for cut in reckoning.cuts])}' if reckoning.cuts else ""
    return f'{{"quantified": "{reckoning.quantified}"{cuts}}}'


def _write_statuses(batch: Batch, now: datetime) -> None:
    outcomes: dict[tuple[Status, str], list[int]] = defaultdict(list)
    outcomes[Status.SCORED, ""] = [scored.act.pk for scored in batch.scored]
    outcomes[Status.WAITING, ""] = [act.pk for act in batch.waiting]
    for act, refusal in batch.rejected:
        outcomes[Status.REJECTED, refusal].append(act.pk)
    with connection.cursor() as cursor:
        for (status, refusal), ids in outcomes.items():
            if ids:
                cursor.execute(
                    """
                    UPDATE activities_activity SET status = %s, refusal = %s, status_at = %s
                    WHERE id = ANY (%s::bigint[])
                    """,
                    [str(status), refusal, now, pg_arrays.numbers(ids)],
                )
    if batch.waiting:
        queue.wait_for_budget(outcomes[Status.WAITING, ""], now=now)
    queue.leave([act_id for (status, _refusal), ids in outcomes.items() if status != Status.WAITING for act_id in ids])


def release_waiting(*, now: datetime) -> int:
    """Makes acts pending again that wait for a budget filled since, of a thousand citizens at a time; returns how many.

    Takes the citizens' locks, as a batch does.
    """
    filled_at = budgets.last_funded_at()
    if filled_at is None:
        return 0
    with transaction.atomic():
        return queue.release(waiting_since=filled_at + RETRY_AFTER_FUNDING, now=now, limit=BATCH)
