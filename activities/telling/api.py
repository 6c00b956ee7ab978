"""`/api/v1/diary`: a citizen's acts by the day on which they were done; and what was not taken."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.attempts.keeping import KEPT
from activities.models import RefusedAttempt, Status
from activities.telling import diary as diaries
from activities.telling.as_data import TOLD, told
from common import paging
from common.city_time import city_clock
from common.json_schema import BEFORE, DAY, MOMENT, MOMENT_OR_NONE, STRING, list_of, object_of, page_of, said
from common.problem_schema import problems
from scenarios import rulebook

PAGE_SIZE = 100
DIARY = page_of("days", object_of({"day": DAY, "activities": list_of(TOLD)}))
ATTEMPTS = page_of(
    "attempts",
    object_of(
        {
            "scenario": STRING,
            "name": said("The scenario’s name."),
            "code": said("Why it was not taken."),
            "detail": said("The same in words."),
            "said": said("What was claimed, part by part.", list_of(STRING)),
            "started_at": MOMENT_OR_NONE,
            "refused_at": MOMENT,
        }
    ),
)


class Diary(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_diary",
        summary="Your acts by day, the latest day first",
        description="A day may go on on the next page.",
        parameters=[
            BEFORE,
            OpenApiParameter("scenario", str, description="Only acts of this scenario."),
            OpenApiParameter("status", str, enum=Status.values),
        ],
        responses={200: DIARY, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        scenario, status = asked.get("scenario", ""), asked.get("status", "")
        if scenario not in {"", *rulebook.current().scenarios} or status not in {"", *Status.values}:
            raise Http404
        citizen_id, before = citizen_of(request).pk, asked.get("before")
        page = diaries.page(citizen_id, scenario=scenario, status=status, before=before)
        days = [{"day": day.day.isoformat(), "activities": [told(act) for act in day.acts]} for day in page.days]
        return Response({"days": days, "next": page.before or None})


class Refused(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="list_refused_attempts",
        summary="What you told of and was not taken, of the last thirty days",
        description="What forms and photos told; an item that programs submit is answered at once and not kept.",
        parameters=[BEFORE],
        responses={200: ATTEMPTS, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own = RefusedAttempt.objects.of(citizen_of(request).pk).filter(refused_at__gt=timezone.now() - KEPT)
        after, rows = request.query_params.get("before"), own.select_related("scenario")
        page = paging.page(rows, size=PAGE_SIZE, after=after, among=own, key=paging.NUMBER)
        return Response({"attempts": [_attempt(one) for one in page.rows], "next": page.following or None})


def _attempt(attempt: RefusedAttempt) -> dict[str, Any]:
    return {
        "scenario": attempt.scenario.code,
        "name": str(attempt.scenario),
        "code": attempt.code,
        "detail": attempt.reason,
        "said": attempt.claimed(),
        "started_at": city_clock(attempt.started_at) if attempt.started_at else None,
        "refused_at": city_clock(attempt.refused_at),
    }
