"""The page of all of a citizen's acts, day by day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.models import Status
from activities.telling import diary as diaries
from common.access import citizens
from scenarios.models import Scenario


@citizens
@never_cache
@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """The acts of a citizen by day, of one scenario or state where asked for."""
    citizen = citizen_of(request)
    scenarios = {scenario.code: scenario for scenario in Scenario.objects.all()}
    scenario, status = request.GET.get("scenario", ""), request.GET.get("status", "")
    if scenario not in {"", *scenarios} or status not in {"", *Status.values}:
        raise Http404
    page = diaries.page(citizen.pk, scenario=scenario, status=status, before=request.GET.get("before"))
    context = {
        "page": page,
        "scenarios": scenarios.values(),
        "statuses": Status.choices,
        "scenario": scenario,
        "status": status,
        "is_filtered": bool(scenario or status),
        "is_first_page": page.is_first,
    }
    return render(request, "activities/diary.html", context)
