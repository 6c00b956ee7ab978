"""The page on which the city accounts for itself. It reads what a worker has counted, and counts nothing."""

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from city.transparency import reading, telling
from city.transparency.changes import changes
from common.access import public
from common.city_time import city_day
from common.pages.kept import Content, render_kept
from jobs.history import last_said
from scenarios import rulebook
from seals.models import SealedDay

KEPT_FOR = timedelta(minutes=1)
CHANGES_SHOWN = 12
AUDIT = "portal.audit_ledger"
"""The job that proves the books each night, as its runs name it."""


@public
@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render_kept(request, "city/transparency.html", lambda: _content(now), now=now)


def _content(now: datetime) -> Content:
    book = rulebook.current()
    told = {
        "as_of": reading.as_of(),
        "sections": list(telling.sections()),
        "changes": list(islice((change for change in changes(book) if change.tells), CHANGES_SHOWN)),
        "in_force": {scenario.pk for scenario, _version, _rule in book.rules_on(city_day(now))},
        "sealed": SealedDay.objects.sealed().order_by("-day").first(),
        "sealed_days": SealedDay.objects.sealed().count(),
        "audit": _audit(),
    }
    return Content(told, now + KEPT_FOR)


def _audit() -> dict[str, Any] | None:
    """The night of the last audit, and how much it found; nothing before the first."""
    said = last_said(AUDIT)
    night = said.get("night")
    return {"night": date.fromisoformat(str(night)), "findings": said.get("findings", 0)} if night else None
