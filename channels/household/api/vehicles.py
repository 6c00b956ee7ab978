"""`/api/v1/vehicles`: binding cars, what an electric one drove, and leaving a fuel car."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView, UploadView
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.attempts.keeping import kept
from activities.models import Activity
from channels.household import driving, pledges, vehicles
from channels.household.api.pledges import described as pledge_described
from channels.household.api.schema import (
    DISTRICT_REQUEST,
    ODOMETER_READING,
    PLEDGE,
    PLEDGE_REQUEST,
    READING_REQUEST,
    UNBOUND,
    VEHICLE,
    VEHICLE_REQUEST,
    VEHICLES,
)
from channels.household.forms import DistrictForm, OdometerForm, PledgeForm, VehicleForm
from channels.household.models import OdometerReading, OdometerReview, Pledge, Vehicle
from channels.household.photo_purposes import ODOMETER
from channels.household.plates import Drive
from channels.household.refusals import CarDoesNotFit
from common.city_time import city_clock, city_day
from common.filled_in import as_sent, files_sent, filled
from common.problem_schema import problems
from evidence import photos

CREATED = 201


class Vehicles(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE, "POST": Scope.PROFILE}

    @extend_schema(
        operation_id="list_vehicles",
        summary="The cars that you have bound",
        responses={200: VEHICLES, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        cars = list(_all_own(request).order_by("-pk"))
        return Response({"vehicles": _described(cars), "most": vehicles.MOST_BOUND})

    @extend_schema(
        operation_id="bind_vehicle",
        summary="Bind a car by its plate; what drives it follows from that",
        request={"application/json": VEHICLE_REQUEST},
        responses={201: VEHICLE, **problems(400, 401, 403, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        form = filled(VehicleForm(as_sent(request)))
        car = vehicles.bind(
            citizen=citizen_of(request),
            plate=form.cleaned_data["plate"],
            engine_ml=form.engine_ml(),
            district=form.cleaned_data["district"],
            now=timezone.now(),
        )
        return Response(_described([car])[0], status=CREATED)


class OneVehicle(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE}

    @extend_schema(
        operation_id="read_vehicle",
        summary="One of your cars",
        responses={200: VEHICLE, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        return Response(_described([_own(request, public_id)])[0])


class District(OwnView):
    scopes: ClassVar = {"POST": Scope.PROFILE}

    @extend_schema(
        operation_id="move_vehicle",
        summary="Say in which district a fuel car usually is",
        request={"application/json": DISTRICT_REQUEST},
        responses={200: VEHICLE, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        car = _of_drive(_own(request, public_id), is_electric=False)
        form = filled(DistrictForm(as_sent(request)))
        return Response(_described([vehicles.move(vehicle=car, district=form.cleaned_data["district"])])[0])


class Unbind(OwnView):
    scopes: ClassVar = {"POST": Scope.PROFILE}

    @extend_schema(
        operation_id="unbind_vehicle",
        summary="Free the plate; a pledge that is open ends with it, what was recorded stays",
        request=None,
        responses={200: UNBOUND, **problems(401, 403, 404, 409)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        vehicles.unbind(vehicle=_own(request, public_id), now=timezone.now())
        return Response({"is_bound": False})


class Readings(UploadView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="read_odometer",
        summary="Send a photo of an electric car’s odometer and what it shows",
        description="What it drove since the reading before, within a day, is an act.",
        request={"multipart/form-data": READING_REQUEST},
        responses={201: ODOMETER_READING, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        car, now = _of_drive(_own(request, public_id), is_electric=True), timezone.now()
        self.check_photo(request)
        form = filled(OdometerForm(as_sent(request), files_sent(request)))
        with kept(citizen=car.citizen, scenario=driving.SCENARIO, now=now):
            content = form.cleaned_data["photo"].read()
            photo = photos.take_in(citizen=car.citizen, content=content, purpose=ODOMETER, now=now)
            reading = driving.read(vehicle=car, photo=photo, odometer_m=form.reading_m(), now=now)
        return Response(_reading(reading), status=CREATED)


class Pledges(OwnView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="declare_pledge",
        summary="Pledge to leave a fuel car for some days",
        description="It begins with the first photo of the odometer.",
        request={"application/json": PLEDGE_REQUEST},
        responses={201: PLEDGE, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        car, now = _of_drive(_own(request, public_id), is_electric=False), timezone.now()
        limits = pledges.limits_on(city_day(now))
        form = filled(PledgeForm(as_sent(request), most_days=limits.most_days if limits else pledges.MOST_DAYS))
        pledge = pledges.declare(vehicle=car, days=form.cleaned_data["days"], now=now)
        return Response(pledge_described(pledge, now), status=CREATED)


def _all_own(request: Request) -> Any:
    return Vehicle.objects.of(citizen_of(request).pk).bound().select_related("citizen")


def _own(request: Request, public_id: str) -> Vehicle:
    own: Vehicle = get_object_or_404(_all_own(request), public_id=public_id)
    return own


def _of_drive(car: Vehicle, *, is_electric: bool) -> Vehicle:
    """Raises `CarDoesNotFit` where this is nothing for such a car."""
    if car.is_electric is not is_electric:
        raise CarDoesNotFit(drive=Drive.ELECTRIC if is_electric else Drive.FUEL)
    return car


def _described(cars: list[Vehicle]) -> list[dict[str, Any]]:
    """With the pledge that is open and the last reading: a question each for all cars."""
    open_ones = dict(Pledge.objects.open().filter(vehicle__in=cars).values_list("vehicle_id", "public_id"))
    readings = OdometerReading.objects.filter(vehicle__in=cars).order_by("vehicle_id", "-pk").distinct("vehicle_id")
    last = dict(readings.values_list("vehicle_id", "odometer_m"))
    return [
        {
            "vehicle": car.public_id,
            "plate": car.plate,
            "drive": car.drive,
            "engine_ml": car.engine_ml,
            "district": car.district,
            "bound_at": city_clock(car.bound_at),
            "pledge": open_ones.get(car.pk),
            "last_reading_m": last.get(car.pk),
        }
        for car in cars
    ]


def _reading(reading: OdometerReading) -> dict[str, Any]:
    activity = Activity.objects.filter(pk=reading.activity_id).first() if reading.activity_id else None
    return {
        "odometer_m": reading.odometer_m,
        "read_at": city_clock(reading.read_at),
        "activity": activity.public_id if activity else None,
        "is_reviewed": OdometerReview.objects.filter(reading=reading).exists(),
    }
