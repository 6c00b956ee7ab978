"""What orchestrators and monitors ask: `/livez`, `/readyz`, `/healthz`. They need no session and answer at any time."""

import time
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.access import public
from portal import overall_health as health
from portal.overall_health import Health

PUBLIC_FACTS = ("oldest_pending_act_s", "last_tick_s")
BELIEVED_FOR_S = 1.0
"""Whoever asks more often than that is told the same: looking costs the database some statements."""


@public
@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers, and that is all it says: starting it anew would not bring the database back."""
    return JsonResponse({"status": "up"})


@public
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer and every migration is there; `?exclude=broker` leaves a part out.

    A balancer leaves the broker out: acts are taken without it.
    """
    left_out = request.GET.getlist("exclude")
    found = health.readiness()
    return _answer(Health([part for part in found.parts if part.name not in left_out]), {})


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when work is being done, else 503; operators, by their token, get the facts as well."""
    found = _last.health()
    ages = {name: value for part in found.parts for name, value in part.facts.items() if name in PUBLIC_FACTS}
    return _answer(found, {**ages, "facts": found.facts()} if _is_operator(request) else ages)


def forget() -> None:
    """The next one who asks is looked for anew; for tests, whose portal changes faster than that."""
    _last.found = None


class _Last:
    """The last look of this process."""

    def __init__(self) -> None:
        self.found: Health | None = None
        self.until = 0.0

    def health(self) -> Health:
        if self.found is None or time.monotonic() >= self.until:
            self.found = health.examine()
            self.until = time.monotonic() + BELIEVED_FOR_S
        return self.found


_last = _Last()


def _answer(found: Health, more: dict[str, object]) -> JsonResponse:
    body = {"status": "up" if found.is_well else "down", "parts": found.words(), **more}
    return JsonResponse(body, status=HTTPStatus.OK if found.is_well else HTTPStatus.SERVICE_UNAVAILABLE)


def _is_operator(request: HttpRequest) -> bool:
    token = settings.HEALTH_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and constant_time_compare(given, token)
