"""Takes a scored act back: it counts no more, and what its time was paid for it is taken back from its citizen.

Locks: the citizen, then ledger accounts. What is decided is read after the lock. Caps and time of the act are free for
later acts only; no budget is filled again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import News, tell
from accounts.models import User
from activities import refusals
from activities.models import Activity, Reason, Revocation, Status
from activities.scoring import loading, moments, recountings
from activities.scoring.cases import Case, case_of
from activities.scoring.reckoning import State
from activities.scoring.revoking import revoke
from activities.scoring.timetable import Placed
from activities.scoring.worth import NOTHING, Used, Worth
from common import editions
from common.city_time import city_day
from credits import clawback, ledger, statements
from methodologies.base import Span
from methodologies.car import CarMethod
from methodologies.meter import MeterSaving
from scenarios import rulebook
from scenarios.rules import Evidence, Period

REVOKED = "act_revoked"
WITHDRAWN_WITHIN = timedelta(days=7)
"""For so long after it was recorded a citizen can withdraw what they typed. Proposed, nobody's rule."""


def take_back(
    *, activity: Activity, reason: Reason, by: User, now: datetime, edition: str | None = None, is_told: bool = True
) -> Revocation:
    """The desk's decision; gives back what `edition` has shown with that reason, and tells its citizen.

    Raises `OwnAct`, `NotScored`, `RevokedAlready`, what `common.editions.check` does.
    """
    if activity.citizen_id == by.pk:
        raise refusals.OwnAct
    with transaction.atomic():
        act = _scored(activity)
        without = _without(act)
        editions.check(edition, *without.given_back, reason)
        revocation = _take_back(act, without, reason, by, now)
        if is_told:
            tell([_news(act, revocation)], now=now)
        return revocation


def withdraw(*, activity: Activity, now: datetime, edition: str | None = None) -> Revocation:
    """The citizen's own step, which leaves no debt; gives back what `edition` has shown.

    Raises what `take_back` and `common.editions.check` do, `NotWithdrawable`, `SpentAlready`.
    """
    with transaction.atomic():
        act = _scored(activity)
        if not is_withdrawable(act, now=now):
            raise refusals.NotWithdrawable
        without = _without(act)
        editions.check(edition, *without.given_back)
        if statements.available(act.citizen_id, today=city_day(now)) < without.given_back.credits:
            raise refusals.SpentAlready
        return _take_back(act, without, Reason.WITHDRAWN, act.citizen, now)


def is_withdrawable(act: Activity, *, now: datetime) -> bool:
    """Whether it is an act that its citizen typed lately, and of no car or meter, which counts once for all time."""
    method = act.scenario.methodology
    is_typed = act.evidence == Evidence.SELF_DECLARED and not isinstance(method, CarMethod | MeterSaving)
    return act.status == Status.SCORED and is_typed and now - act.recorded_at <= WITHDRAWN_WITHIN


def foresee(activity: Activity) -> Worth:
    """What an act would give back, were it taken back now."""
    return _without(activity).given_back


class _Without(NamedTuple):
    """What comes of it when an act counts no more."""

    given_back: Worth
    recounted: Sequence[recountings.Row]


def _scored(activity: Activity) -> Activity:
    """The act as it is once nobody else decides about its citizen."""
    citizens.lock(activity.citizen_id)
    act = Activity.objects.with_outcome().select_related("citizen").get(pk=activity.pk)
    if act.status == Status.REVOKED:
        raise refusals.RevokedAlready
    if act.status != Status.SCORED:
        raise refusals.NotScored
    return act


def _take_back(act: Activity, without: _Without, reason: Reason, by: User, now: datetime) -> Revocation:
    now = moments.of_taking_back(act.citizen_id, now=now)
    grams, credits = without.given_back
    revocation = Revocation.objects.create(
        activity=act, reason=reason, by=by, grams=grams, credits=credits, revoked_at=now
    )
    recountings.write(without.recounted)
    Activity.objects.filter(pk=act.pk).update(status=Status.REVOKED, status_at=now)
    ledger.post_all(clawback.taken_back(act.citizen_id, credits, reference=revocation.reference, now=now), now=now)
    return revocation


def _news(act: Activity, revocation: Revocation) -> News:
    facts = {"scenario": act.scenario.name, "day": act.city_day.isoformat()}
    facts |= {"reason": revocation.reason, "credits": revocation.credits}
    return News(act.citizen_id, REVOKED, f"act:{act.public_id}:revoked", act.get_absolute_url(), facts)


def _without(act: Activity) -> _Without:
    case, paid = _case(act), Worth(act.assessment.grams, act.assessment.credits)
    state = loading.load([case], [], rulebook.latest())
    try:
        placed = state.timetable.find(case) if case.lane else Placed(case, paid, Used.by(paid))
    except KeyError:
        # Over for good when it was scored: it was paid nothing and counts for nobody.
        return _Without(NOTHING, [])
    totals = [_case(other) for other in _totals_beside(act)] if _is_total(act) else []
    revoked, after = revoke(placed, state, totals=totals)
    if case.lane or revoked.totals or revoked.recounted:
        # The act itself, which counts with nothing, was paid more than it keeps.
        paid_to = {one.act.pk: one.credited for one in revoked.recounted} | {act.pk: paid}
        rows = [recountings.row(one.act, one.charged.minus(Used.by(paid_to[one.act.pk]))) for one in revoked.recounted]
        rows += [recountings.row(total.act, total.besides) for total in revoked.totals]
        return _Without(revoked.given_back, rows)
    freed = _on_day(case, after).minus(_on_day(case, state))
    # Rides may have moved what its day counts with, and that may stand with it.
    return _Without(revoked.given_back, [recountings.row(case, recountings.besides(act.pk).plus(freed))])


def _on_day(case: Case, state: State) -> Used:
    return state.usage.before(case.citizen_id, case.scenario_id, case.city_day, case.rule)[Period.DAY]


def _is_total(act: Activity) -> bool:
    return act.scenario.methodology.span is Span.DAY


def _totals_beside(act: Activity) -> Iterator[Activity]:
    """The other totals of its day that still stand."""
    own = Activity.objects.of(act.citizen_id).with_outcome().filter(scenario=act.scenario_id, city_day=act.city_day)
    return own.filter(status=Status.SCORED).exclude(pk=act.pk).iterator()


def _case(act: Activity) -> Case:
    return case_of(
        act.pk,
        act.citizen_id,
        act.scenario_id,
        Evidence(act.assessment.counted_as or act.evidence),
        act.started_at,
        act.ended_at,
        act.city_day,
        act.claim(),
        act.assessment.version.rule,
    )
