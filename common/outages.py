"""While the database cannot be asked: a calm page or problem details with a time to come back, instead of an error.

What it would have been asked is not known, so the page needs nothing of it: no session, no user, no rule.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.http import PROBLEM_TYPE, problem

COME_BACK_S = 5
PROGRAMS = "/api/"
"""Whoever asks beneath it reads no page."""
OUTAGES = (OperationalError, InterfaceError)
"""The database is down or starting, has no room left, or lets one of two wait for the other: another time it will do."""

logger = logging.getLogger(__name__)


class Unavailable(DomainError):
    code = "unavailable"
    message = _(
        "The portal cannot reach its database at the moment. Send the same again in a few seconds: "
        "what was done already is not done twice."
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE


class Fault(DomainError):
    code = "fault"
    message = _("The fault is ours and has been noted.")
    status = HTTPStatus.INTERNAL_SERVER_ERROR


class OutageMiddleware:
    """Stands outside whatever asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR:
            return response
        # An error of a middleware has been made a response on its way here, and names no cause any more.
        if not _database_answers():
            return _unavailable(request)
        return _as_problem(Fault()) if _is_program(request) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OUTAGES):
            return None
        # Its words may name hosts and values.
        logger.error("The database cannot be asked (%s) at %s", type(error).__name__, request.path)
        return _unavailable(request)


def _database_answers() -> bool:
    if connection.in_atomic_block:
        return True
    try:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
        return connection.is_usable()
    except DatabaseError:
        return False


def _unavailable(request: HttpRequest) -> HttpResponse:
    response = _as_problem(Unavailable()) if _is_program(request) else _page(request)
    response["Retry-After"] = str(COME_BACK_S)
    return response


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=HTTPStatus.SERVICE_UNAVAILABLE)


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith(PROGRAMS)


def _as_problem(error: DomainError) -> JsonResponse:
    return JsonResponse(problem(error), status=error.status, content_type=PROBLEM_TYPE)
