"""The scorer: takes a shard's pending acts in batches, assesses each by the rule of its day, and posts the awards.

One batch is one transaction. It locks its citizens before it reads what they have used, and takes each citizen's acts
in the order in which they were recorded; so caps come out as if acts had been scored one at a time. Locks: citizens in
id order (those busy elsewhere are left for later), then budget slots, then ledger accounts.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Min
from psycopg2.extras import Json

from accounts.models import User
from activities.models import SHARDS, Activity, Status
from activities.reckoning import Reckoning, nothing, reckon
from activities.timetable import Timetable
from activities.usage import Usage
from common.city_time import city_day
from credits import budgets, ledger
from credits.accounts import available_accounts
from credits.vintages import expiry_of
from methodologies.base import Claim, Span
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence, Period, Rule

AWARD = "award"
BATCH = 1000
ATTEMPTS_TO_CLAIM = 5
RETRY_AFTER_FUNDING = timedelta(minutes=1)
"""A batch under way when a budget was filled may have missed it; its acts are tried again for so long."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scored:
    """An act with what it earns and the version that says so."""

    activity: Activity
    version_id: int
    rule: Rule
    reckoning: Reckoning


@dataclass(slots=True)
class Batch:
    """Where each act of a batch ends up."""

    scored: list[Scored] = field(default_factory=list)
    rejected: list[tuple[Activity, str]] = field(default_factory=list)
    waiting: list[Activity] = field(default_factory=list)
    slots: dict[int, int] = field(default_factory=dict)
    """The budget slot that pays, by activity."""


def score_batch(shard: int, *, now: datetime, limit: int = BATCH) -> int:
    """Scores up to `limit` of a shard's oldest pending acts; returns how many it took, 0 when there are none."""
    with transaction.atomic():
        acts = _claim(shard, limit)
        if not acts:
            return 0
        batch = _pay(_assess(acts), _stalled(acts))
        _write_assessments(batch, now)
        _write_statuses(batch, now)
    return len(acts)


def _claim(shard: int, limit: int) -> list[Activity]:
    """The oldest pending acts of the citizens that this transaction could lock, in the order they were recorded."""
    pending = Activity.objects.pending().alias(shard=F("citizen_id") % SHARDS).filter(shard=shard).order_by("id")
    busy: set[int] = set()
    for _attempt in range(ATTEMPTS_TO_CLAIM):
        free = pending.exclude(citizen_id__in=busy) if busy else pending
        waiting = set(free.values_list("citizen_id", flat=True)[:limit])
        locked = _lock_citizens(waiting)
        if locked:
            # Read again under the lock: another batch may have scored some of them in between.
            return list(pending.filter(citizen_id__in=locked).select_related("scenario")[:limit])
        # All of them are busy elsewhere: look behind them.
        busy |= waiting
    return []


def _lock_citizens(citizen_ids: Collection[int]) -> list[int]:
    """Those of the citizens whom nobody else holds, locked in id order until the transaction ends."""
    citizens = User.objects.filter(pk__in=citizen_ids).order_by("pk")
    return list(citizens.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))


def _stalled(acts: Sequence[Activity]) -> set[tuple[int, int]]:
    """Citizens and scenarios with an act that waits for its budget: later acts of the kind wait behind it."""
    waiting = Activity.objects.waiting().filter(citizen_id__in={act.citizen_id for act in acts})
    return set(waiting.values_list("citizen_id", "scenario_id"))


def _assess(acts: Sequence[Activity]) -> Batch:
    batch, book = Batch(), RuleBook()
    in_force = {}
    for act in acts:
        try:
            found = book.rule_on(act.scenario_id, act.city_day) if act.scenario.methodology else None
        except Exception:
            # Whatever is wrong with one rule must not stop the acts of the others.
            log.exception("the rule of activity %s cannot be read", act.pk)
            batch.rejected.append((act, "unreadable_rule"))
            continue
        if found is None:
            batch.rejected.append((act, "not_in_force"))
        else:
            in_force[act] = (found[0].pk, found[1])
    usage = Usage.load((act, rule) for act, (_version_id, rule) in in_force.items())
    timetable = Timetable.load(in_force, book.scenarios.values())
    for act, (version_id, rule) in in_force.items():
        try:
            claim = act.claim()
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


def _reckon(act: Activity, claim: Claim, rule: Rule, usage: Usage, timetable: Timetable) -> Reckoning:
    used = usage.before(act, rule)
    if rule.methodology.span is Span.DAY:
        return reckon(claim, rule, Evidence(act.evidence), used, counted=used[Period.DAY])
    meeting = timetable.meet(act)
    if meeting.refusal:
        return nothing(claim, rule, meeting.refusal)
    return reckon(claim, rule, Evidence(act.evidence), used, counted=meeting.counted)


def _pay(batch: Batch, stalled: set[tuple[int, int]]) -> Batch:
    """Finds a budget slot for every award; without one the act waits, and its citizen's later acts of the kind."""
    wanted: dict[str, int] = defaultdict(int)
    for scored in batch.scored:
        wanted[scored.rule.budget_code] += scored.reckoning.credits
    purses = {code: budgets.purse(code, wanted[code]) for code in sorted(wanted)}
    paid: list[Scored] = []
    for scored in batch.scored:
        act, due = scored.activity, scored.reckoning.credits
        queue = (act.citizen_id, act.scenario_id)
        slot_id = purses[scored.rule.budget_code].take(due) if due and queue not in stalled else None
        if queue in stalled or (due and slot_id is None):
            stalled.add(queue)
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
        [scored.activity.pk for scored in batch.scored],
        [scored.version_id for scored in batch.scored],
        [scored.reckoning.grams for scored in batch.scored],
        [scored.reckoning.credits for scored in batch.scored],
        [Json(_facts(scored.reckoning)) for scored in batch.scored],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
            SELECT assessment.*, %s
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::jsonb[]) AS assessment
            RETURNING activity_id, id
            """,
            [now, *columns],
        )
        assessment_ids = dict(cursor.fetchall())
    _post_awards(batch, assessment_ids, now)


def _post_awards(batch: Batch, assessment_ids: Mapping[int, int], now: datetime) -> None:
    awarded = [scored for scored in batch.scored if scored.reckoning.credits]
    citizen_ids = {scored.activity.citizen_id for scored in awarded}
    accounts = available_accounts(citizen_ids, expiry_of(city_day(now)))
    ledger.post(
        [
            ledger.Posting(
                debit_id=batch.slots[scored.activity.pk],
                credit_id=accounts[scored.activity.citizen_id],
                amount=scored.reckoning.credits,
                kind=ledger.TransferKind.AWARD,
                reference=award_reference(assessment_ids[scored.activity.pk]),
                event_at=scored.activity.started_at,
            )
            for scored in awarded
        ],
        now=now,
    )


def award_reference(assessment_id: int) -> str:
    """The reference of the one transfer that pays an assessment."""
    return f"{AWARD}:{assessment_id}"


def assessment_of(reference: str) -> int | None:
    """The assessment that a transfer's reference pays; `None` for a transfer of another kind."""
    kind, _colon, number = reference.partition(":")
    return int(number) if kind == AWARD else None


def _facts(reckoning: Reckoning) -> dict[str, object]:
    """What the page needs beside the claim and the rule to tell the whole story."""
    return {"quantified": str(reckoning.quantified), "cuts": [asdict(cut) for cut in reckoning.cuts]}


def _write_statuses(batch: Batch, now: datetime) -> None:
    outcomes = [
        *((scored.activity.pk, Status.SCORED, "") for scored in batch.scored),
        *((act.pk, Status.REJECTED, reason) for act, reason in batch.rejected),
        *((act.pk, Status.WAITING, "") for act in batch.waiting),
    ]
    ids, statuses, refusals = zip(*outcomes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE activities_activity AS activity
            SET status = outcome.status, refusal = outcome.refusal, status_at = %s
            FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS outcome (id, status, refusal)
            WHERE activity.id = outcome.id
            """,
            [now, list(ids), [str(status) for status in statuses], list(refusals)],
        )


def busy_shards() -> list[int]:
    """Shards with pending acts, the one that has waited longest first."""
    pending = Activity.objects.pending().order_by().annotate(shard=F("citizen_id") % SHARDS)
    return list(pending.values("shard").annotate(oldest=Min("id")).order_by("oldest").values_list("shard", flat=True))


def release_waiting(*, now: datetime) -> int:
    """Makes acts pending again that wait for a budget filled since, of a thousand citizens at a time; returns how many.

    Takes the citizens' locks, so that no act is sent to wait behind one that is released at the same moment; citizens
    who are busy elsewhere stay for the next call.
    """
    filled_at = budgets.last_funded_at()
    if filled_at is None:
        return 0
    with transaction.atomic():
        hopeful = Activity.objects.waiting().filter(status_at__lte=filled_at + RETRY_AFTER_FUNDING)
        citizen_ids = set(hopeful.order_by("citizen_id").values_list("citizen_id", flat=True).distinct()[:BATCH])
        waiting = Activity.objects.waiting().filter(citizen_id__in=_lock_citizens(citizen_ids))
        return waiting.update(status=Status.PENDING, status_at=now)
