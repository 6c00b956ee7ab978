"""The one gate: every channel hands its drafts to `record`, which refuses, recognises or records each on its own."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from activities import former_accounts, refusals
from activities.models import Activity, ActivityKey, Reason, Status
from activities.scoring import frozen, queue
from activities.scoring.nudge import announce
from activities.scoring.under_review import OVER_DOUBTS
from activities.things.holding import Claimed, LockedThings, still_free
from activities.things.naming import NamedThing, Stretch
from activities.things.refusals import CountedAlready
from activities.ways_in import WayIn, is_open
from common import locks, pg_arrays
from common.city_time import city_day
from common.errors import DomainError
from common.prepared import Prepared
from common.public_ids import new_public_id
from methodologies.base import Claim, ClaimError, Methodology, Span
from scenarios import rulebook
from scenarios.models import Scenario
from scenarios.rules import Evidence, Rule

BETTER = [grade for grade in Evidence if grade is not Evidence.SELF_DECLARED]
"""The grades by which an act may be proven better than it was."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An act as a channel understood it, before any rule has looked at it."""

    scenario: str
    span: Span
    started_at: datetime
    ended_at: datetime
    values: Mapping[str, object]
    client_id: str = ""
    """The sender's own id of the act; empty where the act stands for itself."""
    things: tuple[NamedThing, ...] = ()
    """What of the world it counts: each counts once for everybody."""
    unnamed: DomainError | None = None
    """Why the channel does not know which thing it counts. The gate says so unless the act was recorded before."""
    arrived_at: datetime | None = None
    """When it was sent, where a person had to look at it before it could be recorded."""


@dataclass(frozen=True, slots=True)
class Recorded:
    activity: Activity


@dataclass(frozen=True, slots=True)
class Repeated:
    """The act was recorded before; nothing was added."""

    activity: Activity


@dataclass(frozen=True, slots=True)
class Refused:
    error: DomainError


Outcome = Recorded | Repeated | Refused


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A draft that the rules let through, with the digest that keeps it single."""

    draft: Draft
    scenario: Scenario
    day: date
    claim: Claim
    digest: UUID
    is_better: bool = False
    """Whether it proves better what is there; then the digest stands for its grade, too."""

    @property
    def stretches(self) -> list[Stretch]:
        """What it counts of its things."""
        draft = self.draft
        told = [thing.stretch(self.claim, draft.started_at, draft.ended_at) for thing in draft.things]
        return [stretch for stretch in told if stretch.first < stretch.last]


def record(
    *, citizen: User, drafts: Sequence[Draft], channel: WayIn, evidence: Evidence, now: datetime
) -> list[Outcome]:
    """Takes each draft in on its own and answers in the drafts' order; accepted ones are pending when this returns.

    The same act sent twice is recorded once, and once more for each grade by which it is proven better than before, or
    after its citizen has withdrawn it. A fixed number of statements for any number of drafts, and three for each time
    that one of them was withdrawn before.
    """
    book = rulebook.current()
    outcomes: list[Outcome | None] = [None] * len(drafts)
    accepted: dict[int, _Accepted] = {}
    refused: dict[int, DomainError] = {}
    for place, draft in enumerate(drafts):
        try:
            accepted[place] = _accept(draft, book, channel, evidence, now)
        except DomainError as error:
            refused[place] = error
    with transaction.atomic():
        things = LockedThings.lock(thing for entry in accepted.values() for thing in entry.draft.things)
        places = {place: (entry.scenario.pk, entry.day) for place, entry in accepted.items()}
        elsewhere = former_accounts.refused(citizen.pk, places, book)
        for place, counted in (_counted_before(citizen, accepted, things) | elsewhere).items():
            refused[place] = counted
            del accepted[place]
        recorded = _insert(citizen, list(accepted.values()), channel, evidence, now)
        digests = {entry.digest for entry in accepted.values()} - recorded.keys()
        known = _find(citizen, digests.union(*(_all_digests(drafts[place], evidence) for place in refused)))
        for place, refusal in refused.items():
            outcomes[place] = _meet_refused(drafts[place], evidence, known, refusal)
        while again := {place: _again(entry, known) for place, entry in accepted.items() if _is_gone(entry, known)}:
            accepted |= again
            recorded |= _insert(citizen, list(again.values()), channel, evidence, now)
            known |= _find(citizen, {entry.digest for entry in again.values()} - recorded.keys())
        accepted = {place: _told_apart(entry, evidence, known) for place, entry in accepted.items()}
        if better := [entry for entry in accepted.values() if entry.is_better]:
            known |= _find_proven(citizen, better, evidence)
            fresh = [entry for entry in better if entry.digest not in known]
            recorded |= _insert(citizen, fresh, channel, evidence, now)
            known |= _find(citizen, {entry.digest for entry in fresh} - recorded.keys())
        for place, entry in accepted.items():
            if entry.digest in recorded:
                # The first draft of a digest is the recorded one; a second in the same call meets it as known.
                known[entry.digest] = recorded.pop(entry.digest)
                outcomes[place] = Recorded(known[entry.digest])
            else:
                outcomes[place] = _meet(entry, known[entry.digest])
        things.hold(_stretches_of_acts(accepted, outcomes))
        tried_again = _try_again([outcome.activity for outcome in outcomes if isinstance(outcome, Repeated)], now)
        if tried_again or any(isinstance(outcome, Recorded) for outcome in outcomes):
            announce([citizen.pk])
    assert all(outcomes)
    return [outcome for outcome in outcomes if outcome is not None]


def check(draft: Draft, *, channel: WayIn, evidence: Evidence, now: datetime) -> Claim:
    """The draft's claim as its rule reads it. Raises the `DomainError` with which the rules would refuse the draft."""
    return _accept(draft, rulebook.current(), channel, evidence, now).claim


def _accept(draft: Draft, book: rulebook.RuleBook, channel: WayIn, evidence: Evidence, now: datetime) -> _Accepted:
    scenario = book.scenarios.get(draft.scenario)
    if scenario is None:
        raise refusals.UnknownScenario(scenario=draft.scenario)
    method = scenario.methodology
    _check_span(draft, method, now)
    day = city_day(draft.started_at)
    today = city_day(draft.arrived_at or now)
    rule, on_arrival = _rule(book, scenario, day), book.rule_on(scenario.pk, today)
    # Of a scenario that has ended its last days may still arrive, as late as their own rule lets them.
    rules = (rule,) if on_arrival is None or on_arrival[1] is rule else (rule, on_arrival[1])
    if not all(is_open(channel, each) for each in rules):
        raise refusals.WayClosed(way=channel.code)
    _check_window(rules, day if method.span is Span.DAY else city_day(draft.ended_at), evidence, today)
    if draft.unnamed is not None:
        raise draft.unnamed
    return _Accepted(draft, scenario, day, _check_claim(draft, rule), _digest(draft))


def _check_span(draft: Draft, method: Methodology, now: datetime) -> None:
    if draft.span is not method.span:
        raise refusals.SPAN_ASKED[method.span]
    if method.span is Span.PERIOD:
        if draft.ended_at <= draft.started_at:
            raise refusals.EndsBeforeStart
        if draft.ended_at - draft.started_at > timedelta(days=method.longest_days):
            raise refusals.TooLong(days=method.longest_days)
    if city_day(draft.started_at) > city_day(now) or (method.span is not Span.DAY and draft.ended_at > now):
        raise refusals.InTheFuture


def _rule(book: rulebook.RuleBook, scenario: Scenario, day: date) -> Rule:
    in_force = book.rule_on(scenario.pk, day)
    if in_force is None:
        raise refusals.NotInForce(scenario=scenario.name, day=day.isoformat())
    return in_force[1]


def _check_window(rules: Iterable[Rule], day: date, evidence: Evidence, today: date) -> None:
    """`day` is the one on which the act was over; the rules are those of its day and of this one.

    A window is a rule about arriving: were the act's own the only one, a window could never be closed for days gone by.
    """
    least: int | None = None
    for rule in rules:
        window = rule.windows.get(evidence)
        if window is None:
            raise refusals.NotAccepted
        if window.value is not None:
            least = window.value if least is None else min(least, window.value)
    if least is not None and (today - day).days > least:
        raise refusals.TooLate(last_day=(day + timedelta(days=least)).isoformat())


def _check_claim(draft: Draft, rule: Rule) -> Claim:
    method = rule.methodology
    try:
        claim = method.read(draft.values, int((draft.ended_at - draft.started_at).total_seconds()))
    except ClaimError as error:
        raise refusals.UnreadableClaim.of(method, error) from error
    for contradiction in method.contradictions(claim):
        raise refusals.ContradictsItself.of(method, contradiction)
    doubts = method.check(claim, rule.plain_bounds)
    if doubts:
        raise refusals.OutOfBounds.of(method, doubts[0])
    return claim


def _is_gone(entry: _Accepted, known: Mapping[UUID, Activity]) -> bool:
    """Whether its citizen has withdrawn the same act, and tells it again; one that is only sent again tells its id."""
    earlier = known.get(entry.digest)
    return earlier is not None and _is_withdrawn(earlier) and not entry.draft.client_id


def _is_withdrawn(activity: Activity) -> bool:
    return activity.status == Status.REVOKED and activity.revocation.reason == Reason.WITHDRAWN


def _again(entry: _Accepted, known: Mapping[UUID, Activity]) -> _Accepted:
    """The act under a digest that the one that was withdrawn leaves to the next."""
    gone = known[entry.digest]
    return replace(entry, digest=UUID(bytes=blake2b(f"again\n{gone.pk}".encode(), digest_size=16).digest()))


def _told_apart(entry: _Accepted, evidence: Evidence, known: Mapping[UUID, Activity]) -> _Accepted:
    """The act under a digest of its grade, where the one that has taken its digest says the same and proves it less."""
    earlier = known.get(entry.digest)
    if earlier is None or not _says_the_same(entry, earlier) or _is_as_well_proven(earlier, evidence):
        return entry
    return replace(entry, digest=_digest(entry.draft, evidence), is_better=True)


def _is_as_well_proven(earlier: Activity, evidence: Evidence) -> bool:
    return Evidence(earlier.evidence).strength >= evidence.strength


def _all_digests(draft: Draft, evidence: Evidence) -> list[UUID]:
    """Under which digests a draft's act may be that is as well proven as that."""
    return [_digest(draft), *_proven_digests(draft, evidence)]


def _proven_digests(draft: Draft, evidence: Evidence) -> list[UUID]:
    """Of them those of acts that were recorded as better proof."""
    return [_digest(draft, grade) for grade in BETTER if grade.strength >= evidence.strength]


def _digest(draft: Draft, grade: Evidence | None = None) -> UUID:
    """16 bytes that stand for the client's id, or for all that the act says where there is none.

    The first record of an act has one without a grade, however it is proven; better ones have one of their grade.
    """
    if draft.client_id:
        identity = f"id\n{draft.client_id}"
    else:
        said = sorted((name, str(value)) for name, value in draft.values.items())
        identity = f"act\n{draft.scenario}\n{draft.started_at.timestamp()}\n{draft.ended_at.timestamp()}\n{said}"
    return UUID(bytes=blake2b(identity.encode(), digest_size=16, person=(grade or "").encode()).digest())


def _insert(
    citizen: User, accepted: Sequence[_Accepted], channel: WayIn, evidence: Evidence, now: datetime
) -> dict[UUID, Activity]:
    """Records the acts whose digest is new, in their order, which is the order in which caps are spent.

    A second sender of the same digest waits here for the first to commit, and then finds its act.
    """
    first: dict[UUID, _Accepted] = {}
    for entry in accepted:
        first.setdefault(entry.digest, entry)
    if not first:
        return {}
    acts = {new_public_id(): entry for entry in first.values()}
    written = _write(citizen, acts, channel, evidence, now)
    return {acts[row.public_id].digest: _as_model(row, acts[row.public_id]) for row in written}


class _Row(NamedTuple):
    """An act as it was written: the columns of its model, in their order."""

    id: int
    public_id: str
    citizen_id: int
    scenario_id: int
    channel: str
    evidence: str
    district: str
    started_at: datetime
    ended_at: datetime
    city_day: date
    values: Mapping[str, int | str]
    status: str
    status_at: datetime
    refusal: str
    recorded_at: datetime


def _as_model(row: _Row, entry: _Accepted) -> Activity:
    # By position: a thousand models made by name take longer than their INSERT.
    activity = Activity.from_db(connection.alias, _Row._fields, row)
    activity.scenario = entry.scenario
    return activity


_WRITE = Prepared(
    "record_acts",
    f"""
    -- One submission of a citizen at a time: what is numbered first must also be there first.
    WITH turn AS MATERIALIZED (SELECT {locks.until_commit(locks.Space.SUBMISSIONS, "$1::bigint")}),
    told AS MATERIALIZED (
        SELECT nextval('activities_activity_id_seq') AS id, act.*
        FROM turn, unnest(
            $6::uuid[], $7::text[], $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::date[], $12::jsonb[]
        ) WITH ORDINALITY AS act (digest, public_id, scenario_id, started_at, ended_at, city_day, claim, place)
        ORDER BY place
    ),
    single AS (
        INSERT INTO activities_activitykey (citizen_id, digest, activity_id)
        SELECT $1, digest, id FROM told ORDER BY digest
        ON CONFLICT DO NOTHING
        RETURNING activity_id
    ),
    recorded AS (
        INSERT INTO activities_activity (
            id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at, ended_at, city_day,
            "values", status, status_at, refusal, recorded_at
        )
        SELECT id, public_id, $1, scenario_id, $2::text, $3::text,
               coalesce((SELECT district FROM accounts_profile WHERE user_id = $1), ''),
               started_at, ended_at, city_day, claim, $4::text, $5::timestamptz, '', $5
        -- A list to look in, never a join: the plan is made before anyone knows how many acts there are.
        FROM told WHERE (id IN (SELECT activity_id FROM single)) IS TRUE
        ORDER BY id
        RETURNING public_id, id, district, scenario_id
    ),
    queued AS (
        INSERT INTO activities_queuedact (activity_id, citizen_id, scenario_id)
        SELECT id, $1, scenario_id FROM recorded
    )
    SELECT public_id, id, district FROM recorded
    """,  # noqa: S608, numbers of this program alone
)


def _write(
    citizen: User, acts: Mapping[str, _Accepted], channel: WayIn, evidence: Evidence, now: datetime
) -> list[_Row]:
    """One statement for the keys, the new acts by their key, and the queue; returns the acts."""
    entries = acts.values()
    written = _WRITE.rows(
        citizen.pk,
        channel.code,
        evidence.value,
        str(Status.PENDING),
        now,
        f"{{{','.join([str(entry.digest) for entry in entries])}}}",
        pg_arrays.texts(acts),
        pg_arrays.numbers(entry.scenario.pk for entry in entries),
        pg_arrays.moments(entry.draft.started_at for entry in entries),
        pg_arrays.moments(entry.draft.ended_at for entry in entries),
        pg_arrays.days(entry.day for entry in entries),
        pg_arrays.texts(json.dumps(dict(entry.claim.values)) for entry in entries),
    )
    return [
        _Row(
            activity_id,
            public_id,
            citizen.pk,
            (entry := acts[public_id]).scenario.pk,
            channel.code,
            evidence.value,
            district,
            entry.draft.started_at,
            entry.draft.ended_at,
            entry.day,
            dict(entry.claim.values),
            str(Status.PENDING),
            now,
            "",
            now,
        )
        for public_id, activity_id, district in written
    ]


def _counted_before(citizen: User, accepted: Mapping[int, _Accepted], things: LockedThings) -> dict[int, DomainError]:
    """Refuses those, by place, whose things count for somebody else, or for this citizen at another time."""
    counting = {place: entry for place, entry in accepted.items() if entry.draft.things}
    if not counting:
        return {}
    keys = ActivityKey.objects.filter(citizen_id=citizen.pk, digest__in={entry.digest for entry in counting.values()})
    recorded = dict(keys.values_list("digest", "activity_id"))
    claims = {
        place: Claimed(entry.stretches, entry.draft.started_at, entry.draft.ended_at, recorded.get(entry.digest, 0))
        for place, entry in counting.items()
    }
    met = things.counted_before(citizen.pk, claims)
    return {place: CountedAlready(kind=kind.value) for place, kind in met.items()}


def _stretches_of_acts(
    accepted: Mapping[int, _Accepted], outcomes: Sequence[Outcome | None]
) -> dict[int, list[Stretch]]:
    """What the acts of this submission count of things, by their numbers."""
    return {
        outcome.activity.pk: entry.stretches
        for place, entry in accepted.items()
        if entry.draft.things and isinstance(outcome := outcomes[place], Recorded | Repeated)
    }


def _find(citizen: User, digests: Collection[UUID]) -> dict[UUID, Activity]:
    if not digests:
        return {}
    keys = ActivityKey.objects.filter(citizen_id=citizen.pk, digest__in=digests)
    ids = dict(keys.values_list("digest", "activity_id"))
    activities = Activity.objects.select_related("scenario", "revocation").in_bulk(list(ids.values()))
    return {digest: activities[activity_id] for digest, activity_id in ids.items()}


def _find_proven(citizen: User, better: Sequence[_Accepted], evidence: Evidence) -> dict[UUID, Activity]:
    """Of acts that prove better what is there, those that are there as well proven, too; by the acts' own digests."""
    own = {digest: entry.digest for entry in better for digest in _proven_digests(entry.draft, evidence)}
    return {own[digest]: activity for digest, activity in _find(citizen, own.keys()).items()}


def _meet(entry: _Accepted, earlier: Activity) -> Outcome:
    """An act that arrives under a digest already taken: the same again, or another under a reused id."""
    if not _says_the_same(entry, earlier):
        return Refused(refusals.KeyReused(id=entry.draft.client_id))
    return Repeated(earlier)


def _says_the_same(entry: _Accepted, earlier: Activity) -> bool:
    said_before = (earlier.scenario_id, earlier.started_at, earlier.ended_at, earlier.values)
    return said_before == (entry.scenario.pk, entry.draft.started_at, entry.draft.ended_at, dict(entry.claim.values))


def _meet_refused(draft: Draft, evidence: Evidence, known: Mapping[UUID, Activity], error: DomainError) -> Outcome:
    """An act that would be refused by now, but was taken in time: whoever sends it again learns that it is there.

    One that would prove better what is there was not taken, and so is refused.
    """
    said_now = (draft.scenario, draft.started_at, draft.ended_at, dict(draft.values))
    for earlier in filter(None, map(known.get, _all_digests(draft, evidence))):
        said_before = (earlier.scenario.code, earlier.started_at, earlier.ended_at, earlier.values)
        if said_before == said_now and _is_as_well_proven(earlier, evidence) and not _is_withdrawn(earlier):
            return Repeated(earlier)
    return Refused(error)


def _try_again(activities: Sequence[Activity], now: datetime) -> int:
    """Acts that the scorer had to refuse are scored once more when their citizen sends them again.

    Not those that were refused over doubts, or for a freeze: to send them again tells nothing new.
    """
    final = {*OVER_DOUBTS, frozen.REFUSAL}
    refused = [
        activity.pk for activity in activities if activity.status == Status.REJECTED and activity.refusal not in final
    ]
    if not refused:
        return 0
    # What they count may have counted for another act since.
    rejected = Activity.objects.filter(pk__in=still_free(refused), status=Status.REJECTED).order_by("pk")
    again = list(rejected.select_for_update(no_key=True))
    Activity.objects.filter(pk__in=[act.pk for act in again]).update(status=Status.PENDING, refusal="", status_at=now)
    queue.enter(again)
    return len(again)
