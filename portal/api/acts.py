"""`/api/v1/activities/{id}/explanation` and its withdrawal: what came of an act and why, as its page tells it."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.models import Activity
from activities.scoring import taking_back
from activities.scoring.worth import Worth
from activities.telling.as_data import ACTIVITY, described, explained, told
from common import editions
from common.city_time import city_clock
from common.problem_schema import problems
from common.request_members import text_if_any
from credits.statements import Entry
from portal.act import told_of
from portal.api.schema import EXPLAINED, WITHDRAWAL, WITHDRAWAL_REQUEST, reached


class Explanation(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="explain_activity",
        summary="One of your acts: what came of it and why",
        description="In the reader’s language, with the very sentences and steps of the act’s page. "
        "While `status` is `pending`, ask again after a second, then ever more rarely.",
        responses={200: EXPLAINED, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        facts = told_of(citizen_of(request), public_id, timezone.now())
        return Response(_explained(facts))


class Withdrawal(OwnView):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="foresee_withdrawal",
        summary="What withdrawing one of your acts would give back",
        description="404 where it cannot be withdrawn: only what was typed in the last seven days can.",
        responses={200: WITHDRAWAL, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        activity, now = _own(request, public_id), timezone.now()
        if not taking_back.is_withdrawable(activity, now=now):
            raise Http404
        given_back = taking_back.foresee(activity)
        return Response({**_worth(given_back), "edition": editions.edition_of(*given_back)})

    @extend_schema(
        operation_id="withdraw_activity",
        summary="Withdraw an act that was typed wrongly",
        description="Gives back what the `edition` has shown, or nothing (409, `changed_meanwhile`).",
        request={"application/json": WITHDRAWAL_REQUEST},
        responses={200: ACTIVITY, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        activity, edition = _own(request, public_id), text_if_any(request, "edition")
        taking_back.withdraw(activity=activity, edition=edition, now=timezone.now())
        return Response(described(_own(request, public_id)))


def _explained(facts: dict[str, Any]) -> dict[str, Any]:
    activity: Activity = facts["activity"]
    explanation, revocation, doubts = facts["explanation"], facts["revocation"], facts["doubts"]
    return {
        **told(activity),
        "proof": activity.proven(),
        "explanation": explained(explanation) if explanation else None,
        "reason": revocation.told if revocation else facts["refusal"],
        "doubts": [*doubts.sentences] if doubts else [],
        "decided_by": city_clock(doubts.due_at) if doubts and doubts.due_at else None,
        "rests_until": city_clock(facts["freeze"].ends_at) if facts["freeze"] else None,
        "waits_for": _id(facts["waits_for"]),
        "counts_again_as": _id(facts["counts_again_as"]),
        "counted_before_as": _id(facts["counted_before_as"]),
        "bonuses": [_bonus(bonus) for bonus in facts["bonuses"]],
        "venue": facts["venue"].public_id if facts["venue"] else None,
        "expires_on": _expires_on(facts["credited"]),
        "can_be_withdrawn": facts["can_withdraw"],
        "balance": facts["balance"],
        "reach": reached(facts["reach"]),
    }


def _own(request: Request, public_id: str) -> Activity:
    own = Activity.objects.of(citizen_of(request).pk).with_outcome()
    return get_object_or_404(own, public_id=public_id)


def _worth(worth: Worth) -> dict[str, int]:
    return {"grams": worth.grams, "credits": worth.credits}


def _id(activity: Activity | None) -> str | None:
    return activity.public_id if activity else None


def _expires_on(credited: Entry | None) -> str | None:
    return credited.expires_on.isoformat() if credited and credited.expires_on else None


def _bonus(bonus: Any) -> dict[str, Any]:
    return {
        "campaign": bonus.signup.campaign.code,
        "title": bonus.signup.campaign.title,
        "credits": bonus.credits,
        "cut": bonus.cut,
        "is_returned": getattr(bonus, "returned", None) is not None,
    }
