"""`/api/v1/activities`: programs submit a citizen's acts and read what came of them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView, count
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities import intake
from activities.bound import Bound, bound_by
from activities.foreseeing import foresee
from activities.gate.drafts import Draft
from activities.models import Activity
from activities.telling.as_data import ACTIVITY, described
from channels.api import items as reading
from channels.api.schema import ACTIVITY_PAGE, ESTIMATE, ESTIMATE_REQUEST, OUTCOMES, SUBMISSION
from channels.api.way_in import WAY_IN
from common import paging
from common.errors import DomainError
from common.json_schema import BEFORE
from common.problem_schema import problems
from scenarios.rules import Evidence

PAGE_SIZE = 100


class Activities(OwnView):
    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="submit_activities",
        summary="Submit 1 to 1,000 acts; each is answered on its own",
        description="An act is known by your `id`: sent again it is answered as `repeated` and changes nothing. "
        "What a personal token sends is self-declared, as what is typed: `/methods/` tells how late it may arrive "
        "and how much of it counts. "
        "Cars and meters count once for everybody: bind them first; where you have bound several cars, name one by its "
        "`plate`.",
        request={"application/json": SUBMISSION},
        responses={200: OUTCOMES, **problems(400, 401, 403, 413)},
    )
    def post(self, request: Request) -> Response:
        items = reading.items_of(request.data)
        results = _record(request, items)
        counts = {
            kind: sum(result["outcome"] == kind for result in results) for kind in ("recorded", "repeated", "refused")
        }
        return Response({**counts, "results": results})

    @extend_schema(
        operation_id="list_activities",
        summary="Your acts, latest first",
        parameters=[BEFORE],
        responses={200: ACTIVITY_PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own = Activity.objects.of(citizen_of(request).pk).with_outcome()
        page = paging.page(own, size=PAGE_SIZE, after=request.query_params.get("before"))
        told = [described(activity) for activity in page.rows]
        return Response({"activities": told, "next": page.following or None})


class OneActivity(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_activity",
        summary="One of your acts",
        responses={200: ACTIVITY, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        own = Activity.objects.of(citizen_of(request).pk).with_outcome()
        return Response(described(get_object_or_404(own, public_id=public_id)))


class Estimate(OwnView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="estimate_activity",
        summary="What an act would earn if it were submitted now",
        description="Nothing is written, and it may come otherwise: others may count before it.",
        request={"application/json": ESTIMATE_REQUEST},
        responses={200: ESTIMATE, **problems(400, 401, 403, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        count(request, "estimate")
        citizen, now, item = citizen_of(request), timezone.now(), request.data
        known = {"id": "estimate", **item} if isinstance(item, Mapping) else item
        try:
            draft = _draft(known, bound_by(citizen))
            told = foresee(citizen=citizen, draft=draft, channel=WAY_IN, evidence=Evidence.SELF_DECLARED, now=now)
        except DomainError as error:
            error.pointer = reading.pointer_of(error)
            raise
        return Response({"grams": told.grams, "credits": told.credits, "is_cut": bool(told.cuts)})


def _draft(item: object, bound: Bound) -> Draft:
    return bound.name(reading.read(item), reading.plate_of(item))


def _record(request: Request, items: Sequence[object]) -> list[dict[str, Any]]:
    outcomes: list[intake.Outcome | None] = [None] * len(items)
    drafts: dict[int, Draft] = {}
    bound = bound_by(citizen_of(request))
    for place, item in enumerate(items):
        try:
            drafts[place] = _draft(item, bound)
        except DomainError as error:
            outcomes[place] = intake.Refused(error)
    recorded = intake.record(
        citizen=citizen_of(request),
        drafts=list(drafts.values()),
        channel=WAY_IN,
        # Whoever has made a token can send what they like with it.
        evidence=Evidence.SELF_DECLARED,
        now=timezone.now(),
    )
    for place, outcome in zip(drafts, recorded, strict=True):
        outcomes[place] = outcome
    return [reading.answer(item, outcome) for item, outcome in zip(items, outcomes, strict=True) if outcome is not None]
