"""The scorer: takes a shard's pending acts in batches, assesses each by the rule of its day, and posts the awards.

One batch is one transaction. It locks its citizens before it reads what they have used, and takes each citizen's acts
in the order in which they were recorded; so caps come out as if acts had been scored one at a time. Locks: citizens in
id order (those busy elsewhere are left for later), then budget slots, then ledger accounts.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from activities.award_references import reference_of
from activities.models import Came, Status
from activities.scoring import doubting, loading, moments, queue, recountings, rejecting
from activities.scoring.cases import Case, case_of
from activities.scoring.doubting import CLEAN, Verdict
from activities.scoring.queue import Act
from activities.scoring.reckoning import Result, reckon
from activities.scoring.under_review import REFUSED_OVER_DOUBTS
from activities.scoring.waiting import InReview, Line
from activities.scoring.worth import Used
from common import pg_arrays
from common.city_time import city_day
from credits import budgets, clawback, ledger
from credits.accounts import available_accounts
from credits.vintages import expiry_of
from scenarios import rulebook
from scenarios.rulebook import RuleBook
from scenarios.rules import Rule

BATCH = 2000
RETRY_AFTER_FUNDING = queue.SET_BACK + timedelta(minutes=1)
"""A batch under way when a budget was filled may have missed it; its acts are tried again for so long.

An act that began to wait later than that did so after the filling, or by a clock that was set back: then it waits in
the future, and is released by whoever looks within the minute.
"""

log = logging.getLogger(__name__)


class InForce(NamedTuple):
    """The version that an act is scored by."""

    version_id: int
    rule: Rule


@dataclass(slots=True)
class Batch:
    """Where each act of a batch ends up."""

    scored: list[Result] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    waiting: list[Case] = field(default_factory=list)
    in_review: list[int] = field(default_factory=list)
    behind: dict[int, int] = field(default_factory=dict)
    """The act in review whose decision another one waits for, by the other one."""
    slots: dict[int, int] = field(default_factory=dict)
    """The budget slot that pays, by activity."""
    version_ids: dict[int, int] = field(default_factory=dict)
    """The version that an act is scored by, by activity."""


def score_batch(shard: int, *, now: datetime, limit: int = BATCH) -> int:
    """Scores up to `limit` of a shard's oldest pending acts; returns how many it took, 0 when there are none."""
    with transaction.atomic():
        acts = queue.take(shard, limit)
        if not acts:
            return 0
        batch, book = Batch(), rulebook.latest()
        cases = _read(acts, book, batch)
        citizen_ids = {act.citizen_id for act in acts}
        now = moments.of_assessing(citizen_ids, now=now)
        ahead = _read_again(queue.waiting(citizen_ids), book)
        state = loading.load(cases, ahead, book)
        verdicts = doubting.verdicts(cases, {act.pk: act for act in acts}, batch.version_ids, state)
        believed = _believed(cases, verdicts, InReview(_read_again(queue.in_review(citizen_ids), book)), batch)
        results, after = reckon(believed, state)
        _pay(results, Line(ahead, after), batch)
        _write_assessments(batch, now)
        _write_recountings(batch)
        doubting.write(verdicts, {case.pk: case for case in cases}, now)
        _write_statuses(batch, now)
    return len(acts)


def _read(acts: Sequence[Act], book: RuleBook, batch: Batch) -> list[Case]:
    """The acts as their rules read them; those that none can read are rejected."""
    rules = _rules(acts, book)
    cases = []
    for act in acts:
        found = rules[act.scenario_id, act.city_day]
        if isinstance(found, str):
            batch.rejected.append((act.pk, found))
            continue
        case = _case(act, found.rule)
        if isinstance(case, str):
            batch.rejected.append((act.pk, case))
            continue
        batch.version_ids[act.pk] = found.version_id
        cases.append(case)
    return cases


def _read_again(acts: Sequence[Act], book: RuleBook) -> list[Case]:
    """Acts that wait for something; one that can no longer be read is in nobody's way."""
    rules = _rules(acts, book)
    cases = [
        _case(act, found.rule) for act in acts if isinstance(found := rules[act.scenario_id, act.city_day], InForce)
    ]
    return [case for case in cases if isinstance(case, Case)]


def _believed(cases: Iterable[Case], verdicts: Mapping[int, Verdict], in_review: InReview, batch: Batch) -> list[Case]:
    """The acts to be reckoned, as they are believed; the others are refused, or wait for a decision."""
    believed = []
    for case in cases:
        came = verdicts.get(case.pk, CLEAN).came
        if came is Came.REFUSED:
            batch.rejected.append((case.pk, REFUSED_OVER_DOUBTS))
        elif came is Came.REVIEW:
            batch.in_review.append(case.pk)
            in_review.join(case)
        elif (before := in_review.before(case)) is not None:
            batch.behind[case.pk] = before.pk
        else:
            believed.append(case.lowered(case.rule.weakest) if came is Came.LOWER else case)
    return believed


def _case(act: Act, rule: Rule) -> Case | str:
    """The act as its rule reads it, or the code of why it can't be scored."""
    try:
        claim = act.claim(rule.methodology)
        if rule.methodology.check(claim, rule.plain_bounds):
            return "out_of_bounds"
        return case_of(
            act.pk,
            act.citizen_id,
            act.scenario_id,
            act.evidence,
            act.started_at,
            act.ended_at,
            act.city_day,
            claim,
            rule,
        )
    except Exception:
        # A row that cannot be read must not stop the others; it is refused, and the log says why.
        log.exception("activity %s cannot be scored", act.pk)
        return "unreadable_claim"


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


def _pay(results: Sequence[Result], line: Line, batch: Batch) -> None:
    """Finds a budget slot for every award; without one the act waits, and what must not overtake it."""
    wanted: dict[str, int] = defaultdict(int)
    for result in results:
        wanted[result.case.rule.budget_code] += result.reckoning.credits
    slots = {code: budgets.lock_slots(code, wanted[code]) for code in sorted(wanted)}
    for result in results:
        case, due = result.case, result.reckoning.credits
        must_wait = line.keeps(case)
        slot_id = slots[case.rule.budget_code].take(due) if due and not must_wait else None
        if must_wait or (due and slot_id is None):
            line.join(case)
            batch.waiting.append(case)
            continue
        if slot_id is not None:
            batch.slots[case.pk] = slot_id
        batch.scored.append(result)


def _write_assessments(batch: Batch, now: datetime) -> None:
    if not batch.scored:
        return
    columns = [
        pg_arrays.numbers([result.case.pk for result in batch.scored]),
        pg_arrays.numbers([batch.version_ids[result.case.pk] for result in batch.scored]),
        pg_arrays.numbers([result.reckoning.grams for result in batch.scored]),
        pg_arrays.numbers([result.reckoning.credits for result in batch.scored]),
        pg_arrays.texts([_facts(result) for result in batch.scored]),
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


def _write_recountings(batch: Batch) -> None:
    """What acts count with besides what they were paid; nothing to write where no act met another."""
    latest: dict[int, recountings.Row] = {}
    for result in batch.scored:
        for placed in result.recounted:
            latest[placed.act.pk] = recountings.row(placed.act, placed.charged.minus(Used.by(placed.credited)))
        latest.update({total.act.pk: recountings.row(total.act, total.besides) for total in result.totals})
    if latest:
        recountings.write(list(latest.values()))


def _post_awards(batch: Batch, now: datetime) -> None:
    awarded = [result for result in batch.scored if result.reckoning.credits]
    citizen_ids = {result.case.citizen_id for result in awarded}
    accounts = available_accounts(citizen_ids, expiry_of(city_day(now)))
    awards = [
        ledger.Posting(
            debit_id=batch.slots[result.case.pk],
            credit_id=accounts[result.case.citizen_id],
            amount=result.reckoning.credits,
            kind=ledger.TransferKind.AWARD,
            reference=reference_of(result.case.pk),
            event_at=result.case.started_at,
        )
        for result in awarded
    ]
    owners = {account_id: citizen_id for citizen_id, account_id in accounts.items()}
    repaid = clawback.repaid(awards, owners, clawback.debts_of(citizen_ids), now=now)
    ledger.post_all([*awards, *repaid], now=now)


def _facts(result: Result) -> str:
    """What the page needs beside the claim and the rule to tell the whole story, as JSON."""
    cuts = result.reckoning.cuts
    told = f', "cuts": {json.dumps([cut._asdict() for cut in cuts])}' if cuts else ""
    over = ', "is_over": true' if result.is_over else ""
    lowered = f', "counted_as": "{result.case.evidence}"' if result.case.is_lowered else ""
    return f'{{"quantified": "{result.reckoning.quantified}"{told}{over}{lowered}}}'


def _write_statuses(batch: Batch, now: datetime) -> None:
    outcomes: dict[tuple[Status, str], list[int]] = defaultdict(list)
    outcomes[Status.SCORED, ""] = [result.case.pk for result in batch.scored]
    outcomes[Status.WAITING, ""] = [case.pk for case in batch.waiting]
    outcomes[Status.REVIEW, ""] = batch.in_review
    outcomes[Status.BEHIND, ""] = list(batch.behind)
    for act_id, refusal in batch.rejected:
        outcomes[Status.REJECTED, refusal].append(act_id)
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
    rejecting.tell_of([act_id for act_id, _refusal in batch.rejected], now=now)
    if batch.waiting:
        queue.wait_for_budget(outcomes[Status.WAITING, ""], now=now)
    if batch.behind:
        queue.wait_behind(batch.behind, now=now)
    stay = (Status.WAITING, Status.BEHIND)
    queue.leave([act_id for (status, _refusal), ids in outcomes.items() if status not in stay for act_id in ids])


def release_waiting(*, now: datetime) -> int:
    """Makes acts pending again that wait for a budget filled since, of a thousand citizens at a time; returns how many.

    Takes the citizens' locks, as a batch does.
    """
    filled_at = budgets.last_funded_at()
    if filled_at is None:
        return 0
    with transaction.atomic():
        return queue.release(waiting_since=filled_at + RETRY_AFTER_FUNDING, now=now, limit=BATCH)
