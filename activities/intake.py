"""The one gate: every channel hands its drafts to `record`, which refuses, recognises or records each on its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from activities import former_accounts, refusals
from activities.gate.admission import Accepted, accept
from activities.gate.drafts import Draft, all_digests, digest, digest_after, proven_digests
from activities.gate.writing import insert
from activities.models import Activity, ActivityKey, Reason, Status
from activities.scoring import frozen, queue
from activities.scoring.nudge import announce
from activities.scoring.under_review import OVER_DOUBTS
from activities.things.holding import Claimed, LockedThings, still_free
from activities.things.naming import Stretch
from activities.things.refusals import CountedAlready
from activities.ways_in import WayIn
from common.errors import DomainError
from methodologies.base import Claim
from scenarios import rulebook
from scenarios.rules import Evidence


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
    accepted: dict[int, Accepted] = {}
    refused: dict[int, DomainError] = {}
    for place, draft in enumerate(drafts):
        try:
            accepted[place] = accept(draft, book, channel, evidence, now)
        except DomainError as error:
            refused[place] = error
    with transaction.atomic():
        things = LockedThings.lock(thing for entry in accepted.values() for thing in entry.draft.things)
        places = {place: (entry.scenario.pk, entry.day) for place, entry in accepted.items()}
        elsewhere = former_accounts.refused(citizen.pk, places, book)
        for place, counted in (_counted_before(citizen, accepted, things) | elsewhere).items():
            refused[place] = counted
            del accepted[place]
        recorded = insert(citizen, list(accepted.values()), channel, evidence, now)
        digests = {entry.digest for entry in accepted.values()} - recorded.keys()
        known = _find(citizen, digests.union(*(all_digests(drafts[place], evidence) for place in refused)))
        for place, refusal in refused.items():
            outcomes[place] = _meet_refused(drafts[place], evidence, known, refusal)
        while again := {place: _again(entry, known) for place, entry in accepted.items() if _is_gone(entry, known)}:
            accepted |= again
            recorded |= insert(citizen, list(again.values()), channel, evidence, now)
            known |= _find(citizen, {entry.digest for entry in again.values()} - recorded.keys())
        accepted = {place: _told_apart(entry, evidence, known) for place, entry in accepted.items()}
        if better := [entry for entry in accepted.values() if entry.is_better]:
            known |= _find_proven(citizen, better, evidence)
            fresh = [entry for entry in better if entry.digest not in known]
            recorded |= insert(citizen, fresh, channel, evidence, now)
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
    return accept(draft, rulebook.current(), channel, evidence, now).claim


def _is_gone(entry: Accepted, known: Mapping[UUID, Activity]) -> bool:
    """Whether its citizen has withdrawn the same act, and tells it again; one that is only sent again tells its id."""
    earlier = known.get(entry.digest)
    return earlier is not None and _is_withdrawn(earlier) and not entry.draft.client_id


def _is_withdrawn(activity: Activity) -> bool:
    return activity.status == Status.REVOKED and activity.revocation.reason == Reason.WITHDRAWN


def _again(entry: Accepted, known: Mapping[UUID, Activity]) -> Accepted:
    """The act under a digest that the one that was withdrawn leaves to the next."""
    return replace(entry, digest=digest_after(known[entry.digest].pk))


def _told_apart(entry: Accepted, evidence: Evidence, known: Mapping[UUID, Activity]) -> Accepted:
    """The act under a digest of its grade, where the one that has taken its digest says the same and proves it less."""
    earlier = known.get(entry.digest)
    if earlier is None or not _says_the_same(entry, earlier) or _is_as_well_proven(earlier, evidence):
        return entry
    return replace(entry, digest=digest(entry.draft, evidence), is_better=True)


def _is_as_well_proven(earlier: Activity, evidence: Evidence) -> bool:
    return Evidence(earlier.evidence).strength >= evidence.strength


def _counted_before(citizen: User, accepted: Mapping[int, Accepted], things: LockedThings) -> dict[int, DomainError]:
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
    accepted: Mapping[int, Accepted], outcomes: Sequence[Outcome | None]
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


def _find_proven(citizen: User, better: Sequence[Accepted], evidence: Evidence) -> dict[UUID, Activity]:
    """Of acts that prove better what is there, those that are there as well proven, too; by the acts' own digests."""
    own = {digest: entry.digest for entry in better for digest in proven_digests(entry.draft, evidence)}
    return {own[digest]: activity for digest, activity in _find(citizen, own.keys()).items()}


def _meet(entry: Accepted, earlier: Activity) -> Outcome:
    """An act that arrives under a digest already taken: the same again, or another under a reused id."""
    if not _says_the_same(entry, earlier):
        return Refused(refusals.KeyReused(id=entry.draft.client_id))
    return Repeated(earlier)


def _says_the_same(entry: Accepted, earlier: Activity) -> bool:
    said_before = (earlier.scenario_id, earlier.started_at, earlier.ended_at, earlier.values)
    return said_before == (entry.scenario.pk, entry.draft.started_at, entry.draft.ended_at, dict(entry.claim.values))


def _meet_refused(draft: Draft, evidence: Evidence, known: Mapping[UUID, Activity], error: DomainError) -> Outcome:
    """An act that would be refused by now, but was taken in time: whoever sends it again learns that it is there.

    One that would prove better what is there was not taken, and so is refused.
    """
    said_now = (draft.scenario, draft.started_at, draft.ended_at, dict(draft.values))
    for earlier in filter(None, map(known.get, all_digests(draft, evidence))):
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
