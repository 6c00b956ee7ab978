"""`/api/v1/inbox`: a citizen's programs read what the citizen was told; reading it there marks nothing as read."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.inbox import reading
from accounts.models import Notice
from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common.city_time import CITY_ZONE
from common.problem_schema import problems

PAGE_SIZE = 100
MOMENT = {"type": "string", "format": "date-time"}
NOTICE = {
    "type": "object",
    "properties": {
        "notice": {"type": "string"},
        "code": {"type": "string", "description": "What kind of news it is; more kinds may come."},
        "text": {"type": "object", "properties": {"zh-hans": {"type": "string"}, "en": {"type": "string"}}},
        "path": {"type": "string", "description": "The page of what it is about; empty where there is none."},
        "told_at": MOMENT,
        "is_read": {"type": "boolean"},
    },
    "required": ["notice", "code", "text", "path", "told_at", "is_read"],
}
PAGE = {
    "type": "object",
    "properties": {
        "notices": {"type": "array", "items": NOTICE},
        "next": {"type": "string", "nullable": True, "description": "Pass it as `before` for older ones."},
    },
    "required": ["notices", "next"],
}


class Inbox(OwnView):
    scopes: ClassVar = {"GET": Scope.INBOX}

    @extend_schema(
        operation_id="list_notices",
        summary="What you were told, latest first",
        description="What has been read is kept for half a year.",
        parameters=[OpenApiParameter("before", str, description="The `next` of the page before.")],
        responses={200: PAGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        page = reading.page(citizen_of(request).pk, after=request.query_params.get("before"), size=PAGE_SIZE)
        return Response({"notices": [_described(notice) for notice in page.rows], "next": page.following or None})


def _described(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.public_id,
        "code": notice.code,
        "text": {language: _said_in(language, notice) for language, _name in settings.LANGUAGES},
        "path": notice.path,
        "told_at": notice.told_at.astimezone(CITY_ZONE).isoformat(),
        "is_read": notice.read_at is not None,
    }


def _said_in(language: str, notice: Notice) -> str:
    with override(language):
        return reading.line(notice).sentence
