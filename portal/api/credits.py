"""`/api/v1/balance` and `/api/v1/statement`: what a citizen has, until when, and how it came about."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from common import paging
from common.city_time import city_clock, city_day
from common.json_schema import BEFORE
from common.problem_schema import problems
from credits import statements
from merchants.mall.within_reach import within_reach
from portal.api.schema import BALANCE, STATEMENT, reached
from portal.statement_lines import Behind, line_of
from portal.statement_pages import Filter, behind_of

PAGE_SIZE = 100


class Balance(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_balance",
        summary="Your credits: what can be spent until when, what is set aside, what is owed",
        responses={200: BALANCE, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        citizen, now = citizen_of(request), timezone.now()
        vintages, owed = statements.vintages_and_debt(citizen.pk, today=city_day(now))
        available = sum(vintage.credits for vintage in vintages)
        told = [{"expires_on": one.expires_on.isoformat(), "credits": one.credits} for one in vintages]
        return Response(
            {
                "available": available,
                "held": statements.held(citizen.pk),
                "owed": owed,
                "vintages": told,
                "reach": reached(within_reach(available, now)),
            }
        )


class Statement(OwnView):
    scopes: ClassVar = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_statement",
        summary="Every movement of your credits, latest first",
        parameters=[
            BEFORE,
            OpenApiParameter("kind", str, enum=[*statements.KINDS], description="Movements of this kind alone."),
            OpenApiParameter("month", str, description="Those posted in a month, such as 2026-11."),
        ],
        responses={200: STATEMENT, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        wanted, before = Filter.named(asked.get("kind", ""), asked.get("month", "")), _before(request)
        citizen_id = citizen_of(request).pk
        page = statements.page(citizen_id, older_than=before, size=PAGE_SIZE, kind=wanted.kind, month=wanted.month)
        behind = behind_of([entry.reference for entry in page.entries])
        lines = [_described(entry, behind.get(entry.reference)) for entry in page.entries]
        return Response({"lines": lines, "next": None if page.older_than is None else str(page.older_than)})


def _before(request: Request) -> int | None:
    before = request.query_params.get("before")
    return None if before is None else paging.number_in(before)


def _described(entry: statements.Entry, behind: Behind | None) -> dict[str, Any]:
    line = line_of(entry, behind)
    return {
        "line": entry.transfer_id,
        "kind": entry.kind.value,
        "title": line.what,
        "said": line.claim,
        "change": entry.change,
        "balance": entry.balance,
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else None,
        "happened_at": city_clock(entry.event_at),
        "posted_at": city_clock(entry.posted_at),
        "path": line.href,
    }
