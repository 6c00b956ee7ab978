"""Scheduled work at the desk: how each job's last run went, what it left, when the next is due; one started at once."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.deeds.noting import note
from accounts.models import DeedKind
from common.desk_worklist import MOST_COUNTED
from common.errors import DomainError
from jobs import due, health
from jobs.health import Seen
from jobs.models import Outcome, PassedOver
from jobs.timetable import Job, every_job
from jobs.worklist import LATE_AFTER

LOOKS, STARTS = "jobs.view_run", "jobs.start_run"
LEAST, MINUTE, HOUR, DAY = timedelta(seconds=0.1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every job, those that failed or are late first. Raises `PermissionDenied`."""
    if not request.user.has_perm(LOOKS):
        raise PermissionDenied
    now = due.database_now()
    lines = [_line(seen, now) for seen in health.look()]
    context = {
        **admin.site.each_context(request),
        "title": gettext("Scheduled work"),
        "now": now,
        "lines": sorted(lines, key=lambda line: (not line["is_failing"], not line["is_late"], line["every"])),
        "failing": sum(line["is_failing"] for line in lines),
        "late": sum(line["is_late"] for line in lines),
        "left": [_left(request, one) for one in PassedOver.objects.order_by("first_at", "pk")[:MOST_COUNTED]],
        "may_start": request.user.has_perm(STARTS),
    }
    return TemplateResponse(request, "admin/desk/scheduled.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Has a job done at once; who did so stands in the trail. Raises `PermissionDenied`, `Http404`."""
    if not request.user.has_perm(STARTS):
        raise PermissionDenied
    job = every_job().get(request.POST.get("job", ""))
    if job is None:
        raise Http404
    now = due.database_now()
    try:
        due.bring_forward(job, now=now)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        note(DeedKind.STARTED, by=request.user, now=now, facts={"job": job.name})
        said = gettext("Started: %(job)s. Look again in a moment to see how it went.")
        messages.success(request, said % {"job": _title(job)})
    return HttpResponseRedirect(reverse("admin:jobs_scheduled"))


def _title(job: Job) -> str:
    return str(job.title or job.name)


def _line(seen: Seen, now: datetime) -> dict[str, Any]:
    job = every_job()[seen.name]
    return {
        "name": seen.name,
        "title": _title(job),
        "every": job.every,
        "every_in_words": _length(job.every),
        "ended_at": seen.ended_at,
        "took": _length(seen.ended_at - seen.started_at) if seen.ended_at and seen.started_at else "",
        "outcome": Outcome(seen.outcome).label if seen.outcome else "",
        "address": reverse("admin:jobs_run_change", args=[seen.run]) if seen.run else "",
        "under_way_since": seen.under_way_since,
        "due_at": seen.due_at,
        "is_failing": seen.is_failing,
        "is_late": bool(seen.due_at and seen.due_at < now - LATE_AFTER and not seen.under_way_since),
    }


def _left(request: HttpRequest, one: PassedOver) -> dict[str, Any]:
    """A row that a job could not handle, with the way to its page for whoever may see that."""
    label, model = one.what, apps.get_model(one.what)
    app, _dot, name = label.partition(".")
    may_look = admin.site.is_registered(model) and request.user.has_perm(f"{app}.view_{name}")
    return {
        "title": f"{model._meta.verbose_name} {one.row}",
        "address": reverse(f"admin:{app}_{name}_change", args=[one.row]) if may_look else "",
        "kept": one,
    }


def _length(span: timedelta) -> str:
    """Roughly, as one says it."""
    if span < LEAST:
        return gettext("under %(seconds)s s") % {"seconds": LEAST.total_seconds()}
    if span < MINUTE:
        return gettext("%(seconds)s s") % {"seconds": f"{span.total_seconds():.1f}".removesuffix(".0")}
    if span < HOUR:
        return gettext("%(minutes)s min") % {"minutes": round(span / MINUTE)}
    if span < DAY:
        return gettext("%(hours)s h") % {"hours": round(span / HOUR)}
    return gettext("%(days)s d") % {"days": round(span / DAY)}
