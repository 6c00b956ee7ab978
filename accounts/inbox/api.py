"""`/api/v1/inbox`: a citizen's programs read what the citizen was told; marking it as read is a step of its own."""

from typing import Any, ClassVar

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.inbox import reading
from accounts.models import Notice
from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common.city_time import city_clock
from common.json_schema import BEFORE, MOMENT, NUMBER, PUBLIC_ID, TEXT, TRUTH, object_of, page_of, said
from common.problem_schema import problems
from common.request_members import moment_of_member

PAGE_SIZE = 100
NOTICE = object_of(
    {
        "notice": PUBLIC_ID,
        "code": said("What kind of news it is; more kinds may come."),
        "text": TEXT,
        "path": said("The page of what it is about; empty where there is none."),
        "told_at": MOMENT,
        "is_read": TRUTH,
    }
)
PAGE = page_of("notices", NOTICE)
READ_REQUEST = object_of({"told_until": said("The `told_at` of the latest notice that was shown.", MOMENT)})
UNREAD = object_of({"unread": said(f"How many are new, {reading.MOST_COUNTED} at the most.", NUMBER)})


class Inbox(OwnView):
    scopes: ClassVar = {"GET": Scope.INBOX}

    @extend_schema(
        operation_id="list_notices",
        summary="What you were told, latest first",
        description="What has been read is kept for half a year.",
        parameters=[BEFORE],
        responses={200: PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        page = reading.page(citizen_of(request).pk, after=request.query_params.get("before"), size=PAGE_SIZE)
        return Response({"notices": [_described(notice) for notice in page.rows], "next": page.following or None})


class Unread(OwnView):
    scopes: ClassVar = {"GET": Scope.INBOX}

    @extend_schema(
        operation_id="count_unread_notices",
        summary="How many notices are new to you",
        responses={200: UNREAD, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        return Response({"unread": reading.unread(citizen_of(request).pk)})


class ReadAll(OwnView):
    scopes: ClassVar = {"POST": Scope.INBOX}

    @extend_schema(
        operation_id="read_notices",
        summary="Mark as read what was told until a moment; what came since stays new",
        request={"application/json": READ_REQUEST},
        responses={200: UNREAD, **problems(400, 401, 403)},
    )
    def post(self, request: Request) -> Response:
        told_until = moment_of_member(request, "told_until")
        reading.read_all(citizen_of(request).pk, told_until=told_until, now=timezone.now())
        return Response({"unread": reading.unread(citizen_of(request).pk)})


class ReadOne(OwnView):
    scopes: ClassVar = {"POST": Scope.INBOX}

    @extend_schema(
        operation_id="read_notice",
        summary="Mark one notice as read",
        request=None,
        responses={200: NOTICE, **problems(401, 403, 404)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        own = Notice.objects.of(citizen_of(request).pk)
        notice = get_object_or_404(own, public_id=public_id)
        reading.read(notice, now=timezone.now())
        notice.refresh_from_db()
        return Response(_described(notice))


def _described(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.public_id,
        "code": notice.code,
        "text": {language: _said_in(language, notice) for language, _name in settings.LANGUAGES},
        "path": notice.path,
        "told_at": city_clock(notice.told_at),
        "is_read": notice.read_at is not None,
    }


def _said_in(language: str, notice: Notice) -> str:
    with override(language):
        return reading.line(notice).sentence
