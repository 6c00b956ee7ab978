"""Pages about a citizen's cars: which are bound, binding one, what one is for, unbinding it."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.attempts.keeping import kept
from activities.models import Activity
from channels.household import driving, pledges, vehicles
from channels.household.forms import METRES_PER_KM, DistrictForm, OdometerForm, PledgeForm, VehicleForm
from channels.household.models import OdometerReading, OdometerReview, Pledge, Vehicle
from channels.household.photo_purposes import ODOMETER
from channels.household.refusals import DistrictMissing, EngineSizeMissing, NoLongerBound
from common.access import citizens, owners
from common.city_time import city_day
from common.errors import DomainError
from common.pictures.forms import say_if_cut_short
from evidence import photos
from scenarios.restrictions import restriction

SHOWN = 10


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The cars that are bound now, and the pledge that is open."""
    citizen = citizen_of(request)
    context = {
        "vehicles": Vehicle.objects.of(citizen.pk).bound().order_by("-pk"),
        "pledge": Pledge.objects.of(citizen.pk).open().select_related("vehicle").first(),
        "can_bind": Vehicle.objects.of(citizen.pk).bound().count() < vehicles.MOST_BOUND,
    }
    return render(request, "household/vehicles.html", context)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest) -> HttpResponse:
    """Asks for the plate; what kind of car it is follows from it."""
    form = VehicleForm(request.POST) if request.method == "POST" else VehicleForm()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                vehicles.bind(
                    citizen=citizen_of(request),
                    plate=form.cleaned_data["plate"],
                    engine_ml=form.engine_ml(),
                    district=form.cleaned_data["district"],
                    now=timezone.now(),
                )
            )
        except EngineSizeMissing as error:
            form.add_error("engine_l", error.sentence)
        except DistrictMissing as error:
            form.add_error("district", error.sentence)
        except DomainError as error:
            form.add_error("plate", error.sentence)
    return render(request, "household/bind_vehicle.html", {"form": form})


@owners
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def vehicle(request: HttpRequest, public_id: str) -> HttpResponse:
    """One car and what can be done with it: to leave a fuel car, to drive an electric one."""
    car = _own(request, public_id)
    return _to_drive(request, car) if car.is_electric else _to_leave(request, car)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unbind(request: HttpRequest, public_id: str) -> HttpResponse:
    """First says what it will do; does it when it is sent."""
    car = _own(request, public_id)
    if request.method == "POST":
        # Whoever sends it twice finds it done.
        with suppress(NoLongerBound):
            vehicles.unbind(vehicle=car, now=timezone.now())
        return redirect("household:vehicles")
    context = {"vehicle": car, "pledge": Pledge.objects.open().filter(vehicle=car).first()}
    return render(request, "household/unbind_vehicle.html", context)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """In which district a fuel car usually is."""
    car = _own(request, public_id)
    if car.is_electric:
        raise Http404
    form = DistrictForm(request.POST) if request.method == "POST" else DistrictForm(initial={"district": car.district})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(vehicles.move(vehicle=car, district=form.cleaned_data["district"]))
        except DomainError as error:
            form.add_error("district", error.sentence)
    return render(request, "household/move_vehicle.html", {"vehicle": car, "form": form})


def _to_leave(request: HttpRequest, car: Vehicle) -> HttpResponse:
    now = timezone.now()
    limits = pledges.limits_on(city_day(now))
    most_days = limits.most_days if limits else pledges.MOST_DAYS
    form = PledgeForm(request.POST if request.method == "POST" else None, most_days=most_days)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(pledges.declare(vehicle=car, days=form.cleaned_data["days"], now=now))
        except DomainError as error:
            form.add_error(None, error.sentence)
    rule = restriction()
    restricted_day = rule.next_day(car.plate, car.district, city_day(now))
    context = {
        "vehicle": car,
        "form": form,
        "pledge": Pledge.objects.of(car.citizen_id).open().select_related("vehicle").first(),
        "pledges": Pledge.objects.closed().filter(vehicle=car).order_by("-pk")[:SHOWN],
        "limits": limits,
        "restricted_day": restricted_day,
        "rotation": restricted_day and rule.rotation_on(restricted_day),
    }
    return render(request, "household/vehicle.html", context)


def _to_drive(request: HttpRequest, car: Vehicle) -> HttpResponse:
    form = OdometerForm(request.POST, request.FILES) if request.method == "POST" else OdometerForm()
    now = timezone.now()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            with kept(citizen=car.citizen, scenario=driving.SCENARIO, now=now):
                reading = _read(car, form, now)
            return redirect(_act_of(reading) or car)
        except DomainError as error:
            form.add_error(None, error.sentence)
    last = driving.latest(car)
    context = {
        "vehicle": car,
        "form": form,
        "last": last,
        "goes_on": last is not None and driving.goes_on(last, now),
        "until": last.read_at + driving.FARTHEST_APART if last else None,
        "readings": _with_acts(list(car.readings.order_by("-pk")[:SHOWN])),
    }
    return render(request, "household/electric_vehicle.html", context)


def _read(car: Vehicle, form: OdometerForm, now: datetime) -> OdometerReading:
    """Takes the photo in and the reading with it. Raises `DomainError`."""
    content = form.cleaned_data["photo"].read()
    photo = photos.take_in(citizen=car.citizen, content=content, purpose=ODOMETER, now=now)
    return driving.read(vehicle=car, photo=photo, odometer_m=form.reading_m(), now=now)


def _act_of(reading: OdometerReading) -> Activity | None:
    return Activity.objects.filter(pk=reading.activity_id).first() if reading.activity_id else None


def _with_acts(
    readings: list[OdometerReading],
) -> list[tuple[OdometerReading, Decimal, Activity | None, OdometerReview | None]]:
    """Each reading with its kilometres, and the act since the one before or the review that it waits for."""
    acts = Activity.objects.in_bulk([reading.activity_id for reading in readings if reading.activity_id])
    reviews = {review.reading_id: review for review in OdometerReview.objects.filter(reading__in=readings)}
    return [
        (
            reading,
            Decimal(reading.odometer_m) / METRES_PER_KM,
            acts.get(reading.activity_id or 0),
            reviews.get(reading.pk),
        )
        for reading in readings
    ]


def _own(request: HttpRequest, public_id: str) -> Vehicle:
    own = Vehicle.objects.of(citizen_of(request).pk).bound().select_related("citizen")
    return get_object_or_404(own, public_id=public_id)
