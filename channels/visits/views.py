"""Pages about visits: finding a venue's code with the camera, where a plate leads, and recording the visit."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from activities.attempts.keeping import kept
from channels.visits import recording
from channels.visits.forms import VisitForm
from channels.visits.refusals import TooManyTries
from common.access import citizens, public
from common.city_time import city_day
from common.errors import DomainError
from common.features import CAMERA, uses
from scenarios.models import Venue
from scenarios.venues.telling import told


@citizens
@require_safe
@uses(CAMERA)
def scan(request: HttpRequest) -> HttpResponse:
    """Reads a venue's plate or screen with the camera, or leads to the list."""
    return render(request, "visits/scan.html")


@public
@never_cache
@require_safe
def arrival(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a plate and a screen lead; a screen brings its code along."""
    venue = _venue(public_id)
    code = request.GET.get("code", "")
    return _page(request, venue, VisitForm(initial={"code": code} if VisitForm({"code": code}).is_valid() else {}))


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Records a visit and leads to its act; says what is wrong with a code."""
    venue = _venue(public_id)
    if request.method != "POST":
        return redirect("visits:arrival", public_id)
    form = VisitForm(request.POST)
    if not form.is_valid():
        return _page(request, venue, form)
    citizen = citizen_of(request)
    try:
        if not may_try(request, action="enter_venue_code", key=str(citizen.pk)):
            raise TooManyTries
        with kept(citizen=citizen, scenario=recording.SCENARIO, now=timezone.now()):
            visited = recording.visit(citizen=citizen, venue=venue, code=form.cleaned_data["code"], now=timezone.now())
    except DomainError as refusal:
        form.add_error("code", refusal.sentence)
        # A code that was refused is not mended: the next is another.
        form.data = {}
        return _page(request, venue, form, status=refusal.status)
    address = visited.activity.get_absolute_url()
    return redirect(f"{address}?again" if visited.again else address)


def _venue(public_id: str) -> Venue:
    return get_object_or_404(Venue.objects.with_evaluations(), public_id=public_id)


@uses(CAMERA)
def _page(request: HttpRequest, venue: Venue, form: VisitForm, status: int = HTTPStatus.OK) -> HttpResponse:
    today = city_day(timezone.now())
    earlier = None
    if request.user.is_authenticated:
        earlier = recording.visit_on(today, citizen=citizen_of(request), venue=venue)
    context = {"told": told(venue, today), "form": form, "earlier": earlier}
    return render(request, "visits/visit.html", context, status=status)
