"""The queue, and the way to its next."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.access import staff
from review import figures
from review.models import Assignment
from review.views.reviewer import Reviewer, address_of, desk_context, lead_on, reviewer_of
from review.waiting import Waiting, rows_waiting, waiting


@staff
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits longest, with who is looking at it."""
    reviewer, now = reviewer_of(request), timezone.now()
    found = waiting(reviewer.chosen, scenario=reviewer.scenario)
    held = Assignment.objects.filter(until__gt=now, reviewer__isnull=False).select_related("reviewer")
    holders = {(one.kind, one.item_id): one.reviewer for one in held}
    names = dict(reviewer.form.fields["scenario"].choices)  # type: ignore[attr-defined]
    context = {
        **desk_context(request, _("Review desk")),
        "reviewer": reviewer,
        "now": now,
        "lines": [_line(one, reviewer, names, holders) for one in found],
        "counts": [(kind, rows_waiting(kind, reviewer.scenario).count()) for kind in reviewer.chosen],
        "days": figures.throughput(reviewer.chosen, now=now),
        "agreement": figures.agreement(now=now),
        "oldest": found[0].since if found else None,
    }
    return render(request, "review/queue.html", context)


@staff
@require_POST
def following(request: HttpRequest) -> HttpResponse:
    """Opens the longest waiting one that nobody looks at."""
    return lead_on(request, reviewer_of(request))


def _line(one: Waiting, reviewer: Reviewer, names: Mapping[str, str], holders: Mapping[Any, User | None]) -> Any:
    """With its scenario, where its kind does not say it."""
    scenario = "" if one.kind.scenario else names.get(one.scenario, "")
    return one, scenario, address_of(one, reviewer), holders.get((one.kind.code, one.row.pk))
