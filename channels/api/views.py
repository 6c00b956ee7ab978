"""`/api/v1/activities`: programs submit a citizen's acts and read what came of them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities import intake
from activities.bound import bound_by
from activities.models import Activity
from channels.api import items as reading
from channels.api.schema import ACTIVITY, ACTIVITY_PAGE, OUTCOMES, SUBMISSION
from channels.api.way_in import WAY_IN
from common import paging
from common.errors import DomainError
from common.problem_schema import PROBLEM
from scenarios.rules import Evidence

PAGE_SIZE = 100


class Activities(APIView):
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
        responses={
            200: OUTCOMES,
            (400, "application/problem+json"): PROBLEM,
            (401, "application/problem+json"): PROBLEM,
            (403, "application/problem+json"): PROBLEM,
            (413, "application/problem+json"): PROBLEM,
        },
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
        parameters=[OpenApiParameter("before", str, description="The `next` of the page before.")],
        responses={
            200: ACTIVITY_PAGE,
            (401, "application/problem+json"): PROBLEM,
            (403, "application/problem+json"): PROBLEM,
            (404, "application/problem+json"): PROBLEM,
        },
    )
    def get(self, request: Request) -> Response:
        own = Activity.objects.of(citizen_of(request).pk).with_outcome()
        page = paging.page(own, size=PAGE_SIZE, after=request.query_params.get("before"))
        told = [reading.described(activity) for activity in page.rows]
        return Response({"activities": told, "next": page.following or None})


class OneActivity(APIView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_activity",
        summary="One of your acts",
        responses={
            200: ACTIVITY,
            (401, "application/problem+json"): PROBLEM,
            (403, "application/problem+json"): PROBLEM,
            (404, "application/problem+json"): PROBLEM,
        },
    )
    def get(self, request: Request, public_id: str) -> Response:
        own = Activity.objects.of(citizen_of(request).pk).with_outcome()
        return Response(reading.described(get_object_or_404(own, public_id=public_id)))


def _record(request: Request, items: Sequence[object]) -> list[dict[str, Any]]:
    outcomes: list[intake.Outcome | None] = [None] * len(items)
    drafts: dict[int, intake.Draft] = {}
    bound = bound_by(citizen_of(request))
    for place, item in enumerate(items):
        try:
            drafts[place] = bound.name(reading.read(item), reading.plate_of(item))
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
