"""`/api/v1/claims` and `/api/v1/appeals`: what did not arrive, and asking that somebody else looks at a decision."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.own_api import OwnView, UploadView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.bound import bound_by
from activities.gate.drafts import Draft
from activities.models import Activity
from activities.refusals import UnknownScenario
from activities.reviewables import Reviewable
from channels.api import items as reading
from common import paging
from common.city_time import city_clock, city_clock_if_any, city_day
from common.errors import DomainError
from common.filled_in import as_sent, files_sent, filled
from common.json_bodies import read_json
from common.json_schema import BEFORE
from common.problem_schema import problems
from review import appealing
from review.api_schema import (
    APPEAL,
    APPEAL_REQUEST,
    APPEAL_WITH_PHOTO,
    CLAIM,
    CLAIM_PAGE,
    CLAIM_REQUEST,
    CLAIM_WITH_PHOTO,
    CLAIMABLE,
)
from review.claiming import claim as send_claim
from review.claiming import may_be_claimed
from review.deadlines import appeal_until
from review.forms import AppealForm, ClaimForm
from review.models import Appeal, Claim
from review.refusals import NotClaimed
from review.views.appeals import own_decision, send_appeal
from review.views.proof import taken_in
from scenarios import rulebook
from scenarios.rules import Rule

PAGE_SIZE = 50
CREATED = 201
ACT = "activity"
"""The member of a claim that is an item, as acts are submitted."""


class Claimable(OwnView):
    scopes: ClassVar = {"GET": Scope.CLAIM}

    @extend_schema(
        operation_id="list_claimable_scenarios",
        summary="Of which scenarios an act may be told that did not arrive",
        responses={200: CLAIMABLE, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        rules = rulebook.current().rules_on(city_day(timezone.now()))
        told = [
            {"scenario": scenario.code, "name": str(scenario)}
            for scenario, _version, rule in rules
            if may_be_claimed(scenario, rule)
        ]
        return Response({"scenarios": told})


class Claims(UploadView):
    scopes: ClassVar = {"GET": Scope.CLAIM, "POST": Scope.CLAIM}

    @extend_schema(
        operation_id="send_claim",
        summary="Tell of an act that did not arrive",
        description="`activity` is an item as acts are submitted, without its `id`; beside a photo, in a multipart "
        "body, it is written as JSON.",
        request={"application/json": CLAIM_REQUEST, "multipart/form-data": CLAIM_WITH_PHOTO},
        responses={201: CLAIM, **problems(400, 401, 403, 409, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        citizen, now = citizen_of(request), timezone.now()
        self.check_photo(request)
        form = filled(ClaimForm(as_sent(request, besides=[ACT]), files_sent(request)))
        draft, rule = _told(request, citizen)
        said = {"through": form.cleaned_data["through"], "words": form.cleaned_data["words"]}
        photo = taken_in(citizen, form, now)
        claim = send_claim(citizen=citizen, draft=draft, rule=rule, photo=photo, now=now, **said)
        return Response(_claim(claim), status=CREATED)

    @extend_schema(
        operation_id="list_claims",
        summary="What you told that did not arrive, latest first",
        parameters=[BEFORE],
        responses={200: CLAIM_PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own = Claim.objects.of(citizen_of(request).pk).select_related("scenario")
        page = paging.page(own, size=PAGE_SIZE, after=request.query_params.get("before"))
        acts = Activity.objects.in_bulk([claim.activity_id for claim in page.rows if claim.activity_id])
        told = [_claim(claim, acts.get(claim.activity_id or 0)) for claim in page.rows]
        return Response({"claims": told, "next": page.following or None})


class OneClaim(OwnView):
    scopes: ClassVar = {"GET": Scope.CLAIM}

    @extend_schema(
        operation_id="read_claim",
        summary="One of your claims, and its answer",
        responses={200: CLAIM, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        own = Claim.objects.of(citizen_of(request).pk).select_related("scenario")
        claim = get_object_or_404(own, public_id=public_id)
        activity = Activity.objects.filter(pk=claim.activity_id).first() if claim.activity_id else None
        return Response(_claim(claim, activity))


class Appeals(UploadView):
    scopes: ClassVar = {"GET": Scope.CLAIM, "POST": Scope.CLAIM}

    @extend_schema(
        operation_id="read_appeal",
        summary="A decision about something of yours, whether it may be looked at again, and what came of that",
        description="`kind` is what was decided: `act`, `photo`, `claim`, and others that may come.",
        responses={200: APPEAL, **problems(401, 403, 404)},
    )
    def get(self, request: Request, kind: str, public_id: str) -> Response:
        return Response(_decision(*own_decision(citizen_of(request), kind, public_id)))

    @extend_schema(
        operation_id="send_appeal",
        summary="Ask once that somebody else looks at a decision",
        request={"application/json": APPEAL_REQUEST, "multipart/form-data": APPEAL_WITH_PHOTO},
        responses={201: APPEAL, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, kind: str, public_id: str) -> Response:
        citizen = citizen_of(request)
        asked, row = own_decision(citizen, kind, public_id)
        self.check_photo(request)
        form = filled(AppealForm(as_sent(request), files_sent(request)))
        send_appeal(asked, row, citizen, form, timezone.now())
        return Response(_decision(asked, row), status=CREATED)


def _told(request: Request, citizen: User) -> tuple[Draft, Rule]:
    """The act as told, and the rule of today by which it is claimed. Raises `DomainError`."""
    item = request.data.get(ACT)
    known = read_json(item) if isinstance(item, str) else item
    try:
        draft = reading.read({"id": ACT, **known} if isinstance(known, dict) else known)
        return bound_by(citizen).name(draft, reading.plate_of(known)), _rule(draft.scenario)
    except DomainError as error:
        error.pointer = f"/{ACT}{reading.pointer_of(error)}"
        raise


def _rule(code: str) -> Rule:
    book = rulebook.current()
    scenario = book.scenarios.get(code)
    if scenario is None:
        raise UnknownScenario(scenario=code)
    in_force = book.rule_on(scenario.pk, city_day(timezone.now()))
    if in_force is None:
        raise NotClaimed
    return in_force[1]


def _claim(claim: Claim, activity: Activity | None = None) -> dict[str, Any]:
    return {
        "claim": claim.public_id,
        "scenario": claim.scenario.code,
        "name": str(claim.scenario),
        "said": claim.claimed(),
        "started_at": city_clock(claim.started_at),
        "ended_at": city_clock(claim.ended_at),
        "through": claim.through,
        "words": claim.words,
        "status": claim.status,
        "state": str(claim.get_status_display()),
        "reason": claim.reason_in_words,
        "note": claim.note,
        "sent_at": city_clock(claim.sent_at),
        "answered_by": claim.due_on.isoformat(),
        "decided_at": city_clock_if_any(claim.decided_at),
        "activity": activity.public_id if activity else None,
    }


def _decision(kind: Reviewable, row: Any) -> dict[str, Any]:
    raised, decided_at = appealing.appeal_against(kind, row), kind.decided_at(row)
    return {
        "kind": kind.code,
        "decision": row.public_id,
        "said": kind.told(row),
        "state": kind.state_of(row),
        "reason": kind.reason_in_words(row),
        "decided_at": city_clock_if_any(decided_at),
        "until": city_clock(appeal_until(decided_at)) if decided_at else None,
        "may_be_appealed": raised is None and appealing.may_appeal(kind, row, timezone.now()),
        "appeal": _appeal(raised) if raised else None,
    }


def _appeal(raised: Appeal) -> dict[str, Any]:
    return {
        "words": raised.words,
        "status": raised.status,
        "state": str(raised.get_status_display()),
        "reason": raised.reason_in_words,
        "note": raised.note,
        "sent_at": city_clock(raised.raised_at),
        "answered_by": raised.due_on.isoformat(),
        "decided_at": city_clock_if_any(raised.decided_at),
    }
