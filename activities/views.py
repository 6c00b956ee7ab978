"""Pages about acts: which there are, telling of one, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities import intake
from activities.channels.form import ActForm
from activities.explanation import explain
from activities.method_pages import counting_of
from activities.models import Activity, Channel, Status
from activities.refusal_words import refusal_in_words
from activities.scoring import award_reference
from activities.visits.recording import venue_of
from common.access import citizens, owners
from common.city_time import city_day
from credits import statements
from scenarios.models import Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence


@citizens
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios in which a citizen can act today."""
    offered = RuleBook().offered_on(city_day(timezone.now()))
    return render(request, "activities/scenarios.html", {"scenarios": offered})


@citizens
def report(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one scenario; a valid one is recorded and leads to the act's page."""
    now = timezone.now()
    scenario = get_object_or_404(Scenario, code=code)
    form = ActForm(request.POST or None, scenario=scenario, now=now)
    if request.method == "POST" and form.is_valid():
        outcome = intake.record(
            citizen=citizen_of(request),
            drafts=[form.draft()],
            channel=Channel.FORM,
            evidence=Evidence.SELF_DECLARED,
            now=now,
        )[0]
        match outcome:
            case intake.Refused(error):
                field = error.facts.get("field")
                form.add_error(field if field in form.fields else None, error.sentence)
            case intake.Recorded(activity):
                return redirect("activities:activity", activity.public_id)
            case intake.Repeated(activity):
                return redirect(f"{activity.get_absolute_url()}?again")
    book = RuleBook()
    in_force = book.rule_on(scenario.pk, city_day(now))
    context: dict[str, object] = {"scenario": scenario, "form": form}
    if in_force is not None:
        version, rule = in_force
        context["counting"] = counting_of(book, scenario, version, rule)
        context["window"] = rule.windows.get(Evidence.SELF_DECLARED)
    return render(request, "activities/report.html", context)


@owners
@never_cache
@require_safe
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """One act of the citizen's own: what was said, what came of it and why."""
    return render(request, "activities/activity.html", _told(request, public_id))


@owners
@never_cache
@require_safe
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the act's page that changes while it is scored; it asks again until there is nothing to wait for."""
    return render(request, "activities/outcome.html", _told(request, public_id))


def _told(request: HttpRequest, public_id: str) -> dict[str, object]:
    own = Activity.objects.of(citizen_of(request).pk).with_outcome()
    activity = get_object_or_404(own, public_id=public_id)
    return {
        "activity": activity,
        "credited": _credited(activity),
        "claimed": activity.claimed(),
        "venue": venue_of(activity),
        "explanation": explain(activity) if activity.status == Status.SCORED else None,
        "refusal": refusal_in_words(activity.refusal),
        "again": "again" in request.GET,
    }


def _credited(activity: Activity) -> statements.Entry | None:
    """The line of the citizen's statement that pays the act."""
    if activity.status != Status.SCORED:
        return None
    return statements.entry_of(activity.citizen_id, award_reference(activity.assessment.pk))
