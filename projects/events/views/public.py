"""Events as everybody reads them: the list, one with plan beside actual, its certificate, and a quick look."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import paging
from common.access import public
from common.city_time import city_day
from common.qr import qr_drawing
from common.texts import in_reader_language
from methodologies.events.emission import document
from methodologies.projects.troubles import NotReckoned
from projects.documents.reading import with_redactions
from projects.events import certificate as paper
from projects.events import quick, told
from projects.events.forms import EstimateForm
from projects.events.retired import balance, bound
from projects.events.retiring import certificate as last_certificate
from projects.events.retiring import is_checked
from projects.models import Event, EventStatus, EventStep, OrderStatus

EVENTS_A_PAGE = 20


@public
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Every event whose plan was published, the latest first; `status` asks for those that stand so."""
    wanted = request.GET.get("status", "")
    shown = [status for status in EventStatus if status != EventStatus.DRAFT]
    rows = Event.objects.published().select_related("owner")
    if wanted in shown:
        rows = rows.filter(status=wanted)
    page = paging.page(rows, size=EVENTS_A_PAGE, after=request.GET.get("older_than"))
    context = {"page": page, "wanted": wanted, "statuses": [(one.value, one.label) for one in shown], "tags": told.TAGS}
    return render(request, "projects/events/public/events.html", context)


@public
@require_safe
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was planned beside what was, what was retired, and honest words on where it stands."""
    found = _found(public_id)
    plan, actual = told.pair(found)
    last, now_is = actual or plan, balance(found)
    assert last is not None, "it was published"
    context = {
        "event": found,
        "tag": told.TAGS[found.status],
        "plan": plan,
        "actual": actual,
        "is_plan": actual is None,
        "is_off": found.status == EventStatus.CALLED_OFF,
        "version": last,
        "documents": with_redactions(last.documents) if last else [],
        "rows": told.rows(plan, actual),
        "reckoning": told.reckoning(last),
        "origins": told.origins(last),
        "measures": last.measures,
        "hidden": told.hidden(last),
        "name_hidden": told.name_hidden(found),
        "balance": now_is,
        "days_left": (now_is.until - city_day(timezone.now())).days,
        "is_checked": is_checked(found),
        "retired": told.retired(list(bound(found, OrderStatus.RELEASED))),
        "versions": found.versions.filter(frozen_at__isnull=False).order_by("pk"),
        "steps": told.public_steps(found),
        "certificate": last_certificate(found),
    }
    return render(request, "projects/events/public/event.html", context)


@public
@require_safe
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """The certificate; one that was withdrawn says so."""
    found, step = _certified(public_id)
    context = {
        "event": found,
        "step": step,
        "version": step.version,
        "stands": paper.stands(found),
        "balance": balance(found),
        "retired": told.retired(list(bound(found, OrderStatus.RELEASED))),
        "code": qr_drawing(_address(request, found)),
    }
    return render(request, "projects/events/public/certificate.html", context)


@public
@require_safe
def certificate_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same on paper."""
    found, step = _certified(public_id)
    response = HttpResponse(paper.made(found, step, _address(request, found)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.public_id}.pdf"'
    return response


@public
@require_safe
def estimate(request: HttpRequest) -> HttpResponse:
    """A few numbers in, kilograms with their steps out. Nothing is kept."""
    form = EstimateForm(request.GET or None)
    emission, troubles = None, []
    if request.GET and form.is_valid():
        try:
            emission = quick.estimate(form.cleaned_data, on=city_day(timezone.now()))
        except NotReckoned as refused:
            troubles = [in_reader_language(trouble.sentence) for trouble in refused.troubles]
    context = {
        "form": form,
        "reckoning": told.shown(document(emission), emission.kilograms) if emission else None,
        "troubles": troubles,
        "left_out": quick.left_out(form.cleaned_data) if form.is_bound else [],
        "rows": told.rows_of(document(emission)) if emission else [],
    }
    return render(request, "projects/events/public/estimate.html", context)


def _found(public_id: str) -> Event:
    """404 until its plan is published."""
    return get_object_or_404(Event.objects.published().select_related("owner", "verifier"), public_id=public_id)


def _certified(public_id: str) -> tuple[Event, EventStep]:
    found = _found(public_id)
    step = last_certificate(found)
    if step is None:
        raise Http404
    return found, step


def _address(request: HttpRequest, found: Event) -> str:
    return request.build_absolute_uri(reverse("projects:event_certificate", args=[found.public_id]))
