"""When the database is away, only reads, or has no room, or a request does not arrive whole: whoever asks is told so,
not that something broke.
"""

import errno
import logging
import sys
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from common import connections
from common.errors import DomainError
from common.http import PROBLEM_TYPE, problem
from common.turns import NoTurn

ONLY_READS, STATEMENT_UNKNOWN, DISK_FULL = "25006", "26000", "53100"
"""PostgreSQL's codes: of a server that is not the first any more, of a connection that was changed underneath."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
ASKED_WITHIN_S = 3.0
BELIEVED_FOR_S = 1.0
"""After the database was found away nobody else waits for it, until it may be asked again."""
TRY_AGAIN_AFTER_S = "5"

log = logging.getLogger(__name__)


class Away(DomainError):
    code = "unavailable"
    message = _("The portal cannot do this at the moment. Please try again in a minute.")
    status = HTTPStatus.SERVICE_UNAVAILABLE


class NoRoom(DomainError):
    code = "no_room"
    message = _("The portal has no room left to keep anything new. Please try again later.")
    status = HTTPStatus.SERVICE_UNAVAILABLE


class Unfinished(DomainError):
    code = "unfinished"
    message = _("What was sent did not arrive whole, so nothing was done. Please send it again.")
    status = HTTPStatus.REQUEST_TIMEOUT


class Crowded(DomainError):
    code = "crowded"
    message = _("Many photos and files are being looked at just now. Nothing was kept of yours: please send it again.")
    status = HTTPStatus.SERVICE_UNAVAILABLE


class Fault(DomainError):
    code = "fault"
    message = _("The fault is ours and has been noted. Please try again in a few minutes.")
    status = HTTPStatus.INTERNAL_SERVER_ERROR


def absence_in(error: BaseException) -> DomainError | None:
    """What is away, full or did not come, if the error says so; `None` for any other."""
    if isinstance(error, NoTurn):
        return Crowded()
    if isinstance(error, UnreadablePostError):
        return Unfinished()
    code = getattr(error.__cause__, "pgcode", None)
    if code == DISK_FULL or (isinstance(error, OSError) and error.errno in NO_ROOM):
        return NoRoom()
    if isinstance(error, OperationalError | InterfaceError) or code in (ONLY_READS, STATEMENT_UNKNOWN):
        return Away()
    return None


class AbsenceMiddleware:
    """Asks for the database before anything else does, and answers for it; needs the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.believed_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.removeprefix("/") in settings.PROBES:
            return self.get_response(request)
        if time.monotonic() < self.believed_until:
            return refused(request, Away())
        try:
            with connections.impatient(ASKED_WITHIN_S):
                connection.close_if_health_check_failed()
                connection.ensure_connection()
        except Error as error:
            log.warning("the database is away: %s", type(error).__name__)
            self.believed_until = time.monotonic() + BELIEVED_FOR_S
            return refused(request, Away())
        try:
            return self.get_response(request)
        finally:
            connections.let_go_of_broken()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        absence = absence_in(error)
        if absence is None:
            return None
        log.warning("%s: %s", absence.code, type(error.__cause__ or error).__name__)
        return refused(request, absence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's last word when a request raised what nobody caught, also on its way out through the middlewares."""
    error = sys.exc_info()[1]
    absence = absence_in(error) if error else None
    return refused(request, absence or Fault())


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Problem details for programs, a page that needs no database for people."""
    headers = {"Retry-After": TRY_AGAIN_AFTER_S} if error.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if request.path_info.startswith("/api/"):
        return JsonResponse(problem(error), status=error.status, content_type=PROBLEM_TYPE, headers=headers)
    if error.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return HttpResponseServerError(render_to_string("500.html"))
    page = render_to_string("503.html", {"sentence": error.sentence})
    return HttpResponse(page, status=error.status, headers=headers)
