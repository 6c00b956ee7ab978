"""`/healthz`: whether the portal can take an act and score it."""

from collections.abc import Callable
from http import HTTPStatus

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from common.access import public
from common.broker import impatient_connection

WORKER_ANSWERS_WITHIN_S = 1.0


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part is up, else 503; the JSON says which is not."""
    parts = {"web": True, "database": _is_up(_ask_database), "broker": _is_up(_ask_broker)}
    parts["worker"] = parts["broker"] and _is_up(_ask_worker)
    healthy = all(parts.values())
    body = {
        "status": "up" if healthy else "down",
        "parts": {part: "up" if up else "down" for part, up in parts.items()},
    }
    return JsonResponse(body, status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE)


def _is_up(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except (DatabaseError, OperationalError, RedisError, OSError):
        return False


def _ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _ask_broker() -> bool:
    with impatient_connection() as broker:
        broker.default_channel.client.ping()
    return True


def _ask_worker() -> bool:
    """The first worker's answer is enough."""
    with impatient_connection() as broker:
        return bool(current_app.control.ping(timeout=WORKER_ANSWERS_WITHIN_S, limit=1, connection=broker))
