"""Pages about acts: which there are, telling of one, and what came of it."""

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities import intake
from activities.attempts import keeping as attempts
from activities.channels.form import ActForm
from activities.explanation import Stated, explain, stated_proofs
from activities.household.bound import Bound
from activities.intake import Draft
from activities.method_pages import counting_of
from activities.models import Activity, Channel, Status
from activities.offering import is_awaited, offered_on
from activities.refusal_words import refusal_in_words
from activities.visits.recording import venue_of
from common.access import citizens, owners
from common.city_time import city_day
from credits import statements
from scenarios import rulebook
from scenarios.models import Group, Scenario
from scenarios.rules import Evidence, Rule

ENTRANCES: Mapping[str, str] = {"venue-visit": "activities:scan"}
"""Scenarios that are told of on pages of their own, by code; every other is told of in a form made from its claim."""

PROOFS: Mapping[str, tuple[str, Promise]] = {
    "idle-car": ("activities:vehicles", _("Prove it with two photos of the odometer, and all of it counts.")),
    "electricity-saving": ("activities:meters", _("Bind your meter and photograph it, and all of it counts.")),
    "water-saving": ("activities:meters", _("Bind your meter and photograph it, and all of it counts.")),
    "gas-saving": ("activities:meters", _("Bind your meter and photograph it, and all of it counts.")),
    "ev-driving": ("activities:vehicles", _("Prove it with photos of the odometer, and all of it counts.")),
}
"""Scenarios whose acts can also be proven: on which page, and what that is worth."""


@citizens
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios in which a citizen can act today, under their headings."""
    offer = offered_on(rulebook.current(), city_day(timezone.now()))
    groups = [(group, [scenario for scenario in offer.open if scenario.group == group]) for group in Group]
    shown = [(group.label, members) for group, members in groups if members]
    return render(request, "activities/scenarios.html", {"groups": shown, "awaited": offer.awaited})


@citizens
def report(request: HttpRequest, code: str) -> HttpResponse:
    """How one scenario is told of: its form, its own page, or who else reports it."""
    if code in ENTRANCES:
        return redirect(ENTRANCES[code])
    now, book = timezone.now(), rulebook.current()
    scenario = book.scenarios.get(code)
    if scenario is None:
        raise Http404
    in_force = book.rule_on(scenario.pk, city_day(now))
    if in_force is None:
        return render(request, "activities/report.html", {"scenario": scenario})
    version, rule = in_force
    window = rule.windows.get(Evidence.SELF_DECLARED)
    context: dict[str, object] = {}
    bound = Bound(citizen_of(request))
    if window is not None and (missing := bound.missing_for(code)):
        context = {"missing": missing, "proof": PROOFS.get(code)}
    elif window is not None:
        plates = [car.plate for car in bound.cars_for(code)]
        form = ActForm(request.POST or None, scenario=scenario, now=now, today_only=window.value == 0, plates=plates)
        if request.method == "POST" and form.is_valid():
            told = _tell(request, bound.name(form.draft(), form.plate()), form, now)
            if told is not None:
                return told
        elif request.method == "POST":
            _keep_unread(request, scenario, form, now)
        context = {"form": form, "window": window, "proofs": _better_proofs(rule), "proof": PROOFS.get(code)}
    context |= {
        "scenario": scenario,
        "counting": counting_of(book, scenario, version, rule),
        "is_awaited": is_awaited(scenario, rule),
    }
    return render(request, "activities/report.html", context)


def _tell(request: HttpRequest, draft: Draft, form: ActForm, now: datetime) -> HttpResponse | None:
    """Hands the typed act to the gate; `None` when it was refused, with the reason in the form."""
    outcome = intake.record(
        citizen=citizen_of(request),
        drafts=[draft],
        channel=Channel.FORM,
        evidence=Evidence.SELF_DECLARED,
        now=now,
    )[0]
    match outcome:
        case intake.Recorded(activity):
            return redirect("activities:activity", activity.public_id)
        case intake.Repeated(activity):
            return redirect(f"{activity.get_absolute_url()}?again")
        case intake.Refused(error):
            scenario = rulebook.current().scenarios[draft.scenario]
            attempts.keep(
                citizen=citizen_of(request),
                scenario=scenario,
                error=error,
                now=now,
                started_at=draft.started_at,
                values=draft.values,
            )
            field = error.facts.get("field")
            form.add_error(field if field in form.fields else None, error.sentence)
    return None


def _keep_unread(request: HttpRequest, scenario: Scenario, form: ActForm, now: datetime) -> None:
    """What the form could not take is kept, too: a citizen asks about it alike."""
    said = " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)
    attempts.keep(citizen=citizen_of(request), scenario=scenario, error=attempts.NotFilledIn(said=said), now=now)


def _better_proofs(rule: Rule) -> list[Stated]:
    """What typed acts count, and what better evidence would; nothing where typing already counts in full."""
    return stated_proofs(rule) if rule.grades_better_than(Evidence.SELF_DECLARED) else []


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
    return statements.entry_of(activity.citizen_id, activity.assessment.award_reference)
