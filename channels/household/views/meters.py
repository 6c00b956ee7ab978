"""Pages about a household's meters: which are bound, binding one, its readings, unbinding it."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.attempts.keeping import kept
from activities.models import Activity
from activities.things.refusals import CountedAlready
from channels.household import meters, refusals
from channels.household.forms import MeterForm, MeterReadingForm
from channels.household.meter_methods import meter_methods
from channels.household.models import Meter, MeterReading
from channels.household.photo_purposes import METER
from common.access import citizens, owners
from common.city_time import city_day
from common.errors import DomainError
from common.pictures.forms import say_if_cut_short
from common.texts import in_reader_language
from evidence import photos
from scenarios import rulebook

SHOWN = 24
FIELDS = {
    refusals.ReferenceMissing.code: "last_year",
    refusals.ReadingWentBack.code: "reading",
    refusals.ReadingNotLater.code: "day",
    CountedAlready.code: "day",
}
"""Beside which field a refusal is told; all others stand above the form."""


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The meters that are bound now, and the kinds that are not."""
    bound = list(Meter.objects.of(citizen_of(request).pk).bound().order_by("pk"))
    kinds = {meter.kind for meter in bound}
    scenarios = rulebook.current().scenarios
    unbound = [
        (scenarios[code], in_reader_language(method.meter))
        for code, method in meter_methods().items()
        if code not in kinds
    ]
    context = {"meters": [(meter, scenarios[meter.kind]) for meter in bound], "unbound": unbound}
    return render(request, "household/meters.html", context)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest, kind: str) -> HttpResponse:
    """Asks for the number, the household, and what would leave it out."""
    method = meter_methods().get(kind)
    if method is None:
        raise Http404
    form = MeterForm(request.POST, method=method) if request.method == "POST" else MeterForm(method=method)
    if request.method == "POST" and form.is_valid():
        try:
            bound = meters.bind(
                citizen=citizen_of(request),
                kind=kind,
                number=form.cleaned_data["number"],
                people=form.cleaned_data["people"],
                said_yes_to=form.said_yes_to(),
                now=timezone.now(),
            )
            return redirect(bound)
        except DomainError as error:
            form.add_error(None, error.sentence)
    context = {"form": form, "name": in_reader_language(method.meter)}
    return render(request, "household/bind_meter.html", context)


@owners
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def meter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One meter: a new reading, and those so far with what their periods earned."""
    own, now = _own(request, public_id), timezone.now()
    form = (
        MeterReadingForm(request.POST, request.FILES, meter=own)
        if request.method == "POST"
        else MeterReadingForm(meter=own, initial={"day": city_day(now)})
    )
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            with kept(citizen=citizen_of(request), scenario=own.method.code, now=now):
                reading = _entered(own, form, now)
            return redirect(Activity.objects.get(pk=reading.activity_id) if reading.activity_id else own)
        except DomainError as error:
            form.add_error(FIELDS.get(error.code), error.sentence)
    readings = list(own.readings.order_by("-day")[:SHOWN])
    begin = meters.beginning(own, readings[::-1], city_day(now))
    least_days = meters.least_days(own, begin.day if begin else city_day(now))
    context = {
        "meter": own,
        "form": form,
        "readings": _with_acts(readings),
        "least_days": least_days,
        "next_on": begin.day + timedelta(days=least_days) if begin else None,
    }
    return render(request, "household/meter.html", context)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unbind(request: HttpRequest, public_id: str) -> HttpResponse:
    """First says what it will do; does it when it is sent."""
    own = _own(request, public_id)
    if request.method == "POST":
        # Whoever sends it twice finds it done.
        with suppress(refusals.NoLongerBound):
            meters.unbind(meter=own, now=timezone.now())
        return redirect("household:meters")
    return render(request, "household/unbind_meter.html", {"meter": own})


def _entered(own: Meter, form: MeterReadingForm, now: datetime) -> MeterReading:
    """Takes the photo in, where there is one, and the reading with it. Raises `DomainError`."""
    sent = form.cleaned_data["photo"]
    photo = photos.take_in(citizen=own.citizen, content=sent.read(), purpose=METER, now=now) if sent else None
    return meters.enter(
        meter=own,
        day=form.cleaned_data["day"],
        amount=form.amount(),
        photo=photo,
        last_year=form.last_year_amount(),
        now=now,
    )


def _with_acts(readings: list[MeterReading]) -> list[tuple[MeterReading, Activity | None]]:
    acts = Activity.objects.in_bulk([reading.activity_id for reading in readings if reading.activity_id])
    return [(reading, acts.get(reading.activity_id or 0)) for reading in readings]


def _own(request: HttpRequest, public_id: str) -> Meter:
    own = Meter.objects.of(citizen_of(request).pk).bound().select_related("citizen")
    return get_object_or_404(own, public_id=public_id)
