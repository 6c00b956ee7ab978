"""The page of one act: what was said, what came of it and why, and where it happened."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import citizen_of
from accounts.standing.reading import earning_frozen
from activities import ways_in
from activities.models import Activity, Status
from activities.scoring import taking_back
from activities.telling.doubts_told import doubts_told, waits_for
from activities.telling.explanation import explain
from activities.telling.met import counted_already
from activities.telling.refusal_words import refusal_in_words
from activities.telling.revoked_words import counted_before_as, counts_again_as, revoked_in_words
from campaigns.bonuses.telling import bonuses_of
from channels.visits.recording import venue_of
from common.access import owners
from common.city_time import city_day
from common.pages.asking import asking
from credits import statements
from merchants.mall.within_reach import within_reach
from scenarios import rulebook


@owners
@never_cache
@require_safe
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """One act of the citizen's own: what was said, what came of it and why."""
    return render(request, "portal/activity.html", _shown(request, public_id))


@owners
@never_cache
@require_safe
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the act's page that changes while it is scored; it asks again until there is nothing to wait for."""
    return render(request, "portal/_outcome.html", {**_shown(request, public_id), "is_brought": True})


def _shown(request: HttpRequest, public_id: str) -> dict[str, Any]:
    told = told_of(citizen_of(request), public_id, timezone.now())
    return {**told, "again": "again" in request.GET, "asking": asking(request, first_s=0.5)}


def told_of(citizen: User, public_id: str, now: datetime) -> dict[str, Any]:
    """What its citizen is told of an act, by page and API alike. Raises `Http404` for what is not theirs."""
    activity = get_object_or_404(Activity.objects.of(citizen.pk).with_outcome(), public_id=public_id)
    vintages = statements.vintages(activity.citizen_id, today=city_day(now))
    balance = sum(vintage.credits for vintage in vintages)
    return {
        "activity": activity,
        "balance": balance,
        "reach": within_reach(balance, now),
        "better_proof": _better_proof(activity),
        "credited": _credited(activity),
        "claimed": activity.claimed(),
        "venue": venue_of(activity),
        "bonuses": bonuses_of(activity) if activity.status in (Status.SCORED, Status.REVOKED) else [],
        "explanation": explain(activity) if activity.status == Status.SCORED else None,
        "counted_already": counted_already(activity) if activity.status == Status.SCORED else [],
        "revocation": revoked_in_words(activity),
        "counts_again_as": counts_again_as(activity),
        "counted_before_as": counted_before_as(activity),
        "can_withdraw": taking_back.is_withdrawable(activity, now=now),
        "refusal": refusal_in_words(activity.refusal),
        "freeze": earning_frozen(activity.citizen_id, now=now) if activity.status == Status.PENDING else None,
        "doubts": doubts_told(activity) if activity.status in (Status.REVIEW, Status.REJECTED) else None,
        "waits_for": waits_for(activity),
    }


def _credited(activity: Activity) -> statements.Entry | None:
    """The line of the citizen's statement that pays the act."""
    if activity.status not in (Status.SCORED, Status.REVOKED):
        return None
    return statements.entry_of(activity.citizen_id, activity.assessment.award_reference)


def _better_proof(activity: Activity) -> tuple[str, Promise] | None:
    """Where it could be proven better, by the rule of its day."""
    in_force = rulebook.current().rule_on(activity.scenario_id, activity.city_day)
    return ways_in.better_proof_of(activity.scenario.code, in_force[1]) if in_force else None
