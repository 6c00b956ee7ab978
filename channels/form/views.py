"""Pages of the form: which acts there are to tell of, and telling of one."""

from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from activities import intake, ways_in
from activities.attempts import keeping as attempts
from activities.bound import bound_by
from activities.foreseeing import foresee
from activities.gate.drafts import Draft
from activities.telling import often
from activities.telling.methods import counting_of
from activities.telling.offering import is_awaited
from channels.form import own_acts
from channels.form.again import as_before
from channels.form.forms import ActForm
from channels.form.menu import FIRST, asks_nothing, menu_on, takes_typed
from channels.form.way_in import WAY_IN
from common.access import citizens
from common.city_time import city_day
from common.errors import DomainError
from common.filled_in import NotFilledIn
from common.texts import listed
from scenarios import rulebook
from scenarios.models import Scenario
from scenarios.rules import Evidence, Number, Rule


@citizens
@never_cache
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """What a citizen does often, then everything in which they can act today, under its headings."""
    today = city_day(timezone.now())
    done = often.lately(citizen_of(request).pk, today)
    menu = menu_on(rulebook.current(), today, done)
    among = [row.scenario for section in menu.sections for row in section.rows if row.scenario.group != FIRST]
    return render(request, "form/scenarios.html", {"menu": menu, "habits": often.habits(done, among)})


@citizens
@never_cache
def report(request: HttpRequest, code: str) -> HttpResponse:
    """How one scenario is told of: its form, its own page, or who else reports it."""
    if entrance := ways_in.entrance_of(code):
        return redirect(entrance)
    now, book = timezone.now(), rulebook.current()
    scenario = book.scenarios.get(code)
    if scenario is None:
        raise Http404
    in_force = book.rule_on(scenario.pk, city_day(now))
    if in_force is None:
        return render(request, "form/report.html", {"scenario": scenario})
    version, rule = in_force
    window = rule.windows.get(Evidence.SELF_DECLARED) if takes_typed(rule) else None
    told = _by_hand(request, scenario, rule, window, now) if window is not None else {}
    if isinstance(told, HttpResponse):
        return told
    context = {
        "scenario": scenario,
        "counting": counting_of(book, scenario, version, rule),
        "last": own_acts.last_scored(citizen_of(request).pk, scenario),
        "is_awaited": is_awaited(scenario, rule),
        "other_ways": _other_ways(scenario, rule),
    }
    return render(request, "form/report.html", context | told)


def _other_ways(scenario: Scenario, rule: Rule) -> str:
    """By which ways acts come that the rule lets nobody type in here; nothing where it does."""
    if ways_in.is_open(WAY_IN, rule):
        return ""
    return listed([str(way.label) for way in ways_in.doors_of(scenario.code) if ways_in.is_open(way, rule)])


def _by_hand(
    request: HttpRequest, scenario: Scenario, rule: Rule, window: Number, now: datetime
) -> HttpResponse | dict[str, object]:
    """The form, or what stands in its place; once the act is told, the way to what comes of it."""
    citizen = citizen_of(request)
    bound, proof = bound_by(citizen), ways_in.better_proof_of(scenario.code, rule)
    if missing := bound.missing_for(scenario.code):
        return {"missing": missing, "proof": proof}
    if asks_nothing(scenario, rule) and (done := own_acts.done_on(citizen.pk, scenario, city_day(now))):
        return {"done": done}
    form = ActForm(
        request.POST if request.method == "POST" else None,
        scenario=scenario,
        now=now,
        days_back=window.value,
        plates=bound.names_for(scenario.code),
        initial=_begun(request, scenario, now),
    )
    if request.method == "POST" and form.is_valid():
        told = _tell(request, bound.name(form.draft(), form.plate()), form, now)
        if told is not None:
            return told
    elif request.method == "POST":
        _keep_unread(request, scenario, form, now)
    return {"form": form, "window": window, "proof": proof}


@citizens
@never_cache
@require_POST
def estimate(request: HttpRequest, code: str) -> HttpResponse:
    """What the act that is being typed would earn, as a part of its page; empty until it can be told."""
    citizen, now, book = citizen_of(request), timezone.now(), rulebook.current()
    scenario = book.scenarios.get(code)
    in_force = book.rule_on(scenario.pk, city_day(now)) if scenario else None
    if scenario is None or in_force is None or not takes_typed(in_force[1]):
        raise Http404
    if not may_try(request, action="estimate", key=str(citizen.pk)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    bound, window = bound_by(citizen), in_force[1].windows[Evidence.SELF_DECLARED]
    plates = bound.names_for(code)
    form = ActForm(request.POST, scenario=scenario, now=now, days_back=window.value, plates=plates)
    foreseen = None
    if form.is_valid():
        draft = bound.name(form.draft(), form.plate())
        with suppress(DomainError):  # What is wrong is said when it is sent.
            foreseen = foresee(citizen=citizen, draft=draft, channel=WAY_IN, evidence=Evidence.SELF_DECLARED, now=now)
    return render(request, "form/_estimate.html", {"foreseen": foreseen})


def _begun(request: HttpRequest, scenario: Scenario, now: datetime) -> dict[str, object]:
    """What the form begins with: the act that the address names, if it is the citizen's own."""
    again = own_acts.named(citizen_of(request).pk, scenario, request.GET.get("again", ""))
    return as_before(again, now) if again else {}


def _tell(request: HttpRequest, draft: Draft, form: ActForm, now: datetime) -> HttpResponse | None:
    """Hands the typed act to the gate; `None` when it was refused, with the reason in the form."""
    outcome = intake.record(
        citizen=citizen_of(request),
        drafts=[draft],
        channel=WAY_IN,
        evidence=Evidence.SELF_DECLARED,
        now=now,
    )[0]
    match outcome:
        case intake.Recorded(activity):
            return redirect("portal:activity", activity.public_id)
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
    attempts.keep(citizen=citizen_of(request), scenario=scenario, error=NotFilledIn(said=said), now=now)
