"""The citizen's home and statement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Profile
from accounts.requests import citizen_of
from activities.models import Activity, Assessment
from activities.scoring import assessment_of
from common.access import citizens, public
from common.city_time import city_day
from credits import statements
from scenarios.rulebook import RuleBook

LATEST = 5


@public
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a citizen has and did; to a visitor, what the scheme is."""
    book, today = RuleBook(), city_day(timezone.now())
    scenarios = [scenario for scenario in book.scenarios.values() if book.version_on(scenario.pk, today)]
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html", {"scenarios": scenarios})
    citizen = citizen_of(request)
    latest = Activity.objects.of(citizen.pk).with_outcome().order_by("-pk")[:LATEST]
    vintages = statements.vintages(citizen.pk)
    context = {
        "name": Profile.objects.filter(pk=citizen.pk).values_list("display_name", flat=True).first(),
        "balance": sum(vintage.credits for vintage in vintages),
        "vintages": vintages,
        "latest": latest,
        "scenarios": scenarios,
    }
    return render(request, "portal/home.html", context)


@citizens
@never_cache
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Every movement of a citizen's credits with the balance after it, and what expires when."""
    citizen = citizen_of(request)
    page = statements.page(citizen.pk, older_than=_cursor(request))
    acts = _acts_behind(page.entries)
    context = {
        "vintages": statements.vintages(citizen.pk),
        "balance": statements.available(citizen.pk),
        "lines": [(entry, acts.get(entry.reference)) for entry in page.entries],
        "older_than": page.older_than,
        "is_first_page": "older_than" not in request.GET,
    }
    return render(request, "portal/statement.html", context)


def _cursor(request: HttpRequest) -> int | None:
    raw = request.GET.get("older_than")
    if raw is None:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise Http404
    return int(raw)


def _acts_behind(entries: statements.Entries) -> dict[str, Activity]:
    """The acts that entries pay for, by the entries' references."""
    by_assessment = {assessment_of(entry.reference): entry.reference for entry in entries}
    by_assessment.pop(None, None)
    assessments = Assessment.objects.filter(pk__in=by_assessment).select_related("activity__scenario")
    return {by_assessment[assessment.pk]: assessment.activity for assessment in assessments}
