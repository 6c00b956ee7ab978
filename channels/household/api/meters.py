"""`/api/v1/meters`: binding a household's meters, and their readings."""

from datetime import timedelta
from typing import Any, ClassVar

from django.http import Http404
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
from channels.household import meters
from channels.household.api.schema import (
    KINDS,
    METER,
    METER_READING_REQUEST,
    METER_READING_WITH_PHOTO,
    METER_REQUEST,
    METERS,
    UNBOUND,
)
from channels.household.forms import MeterForm, MeterReadingForm
from channels.household.meter_methods import meter_methods
from channels.household.models import Meter, MeterReading
from channels.household.photo_purposes import METER as METER_PHOTO
from common.city_time import city_clock, city_day
from common.filled_in import as_sent, files_sent, filled
from common.problem_schema import problems
from common.texts import in_reader_language
from evidence import photos

CREATED = 201
SHOWN = 24


class Kinds(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE}

    @extend_schema(
        operation_id="list_meter_kinds",
        summary="The kinds of meters, and what is asked about the household of each",
        responses={200: KINDS, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        return Response({"kinds": [_kind(code) for code in meter_methods()]})


class Meters(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE, "POST": Scope.PROFILE}

    @extend_schema(
        operation_id="list_meters",
        summary="The meters that you have bound",
        responses={200: METERS, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        own = Meter.objects.of(citizen_of(request).pk).bound().order_by("pk")
        return Response({"meters": [_described(meter) for meter in own]})

    @extend_schema(
        operation_id="bind_meter",
        summary="Bind a meter by its number",
        request={"application/json": METER_REQUEST},
        responses={201: METER, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        sent = as_sent(request)
        kind = str(sent.get("kind", ""))
        method = meter_methods().get(kind)
        if method is None:
            raise Http404
        form = filled(MeterForm(sent, method=method))
        meter = meters.bind(
            citizen=citizen_of(request),
            kind=kind,
            number=form.cleaned_data["number"],
            people=form.cleaned_data["people"],
            said_yes_to=form.said_yes_to(),
            now=timezone.now(),
        )
        return Response(_described(meter), status=CREATED)


class OneMeter(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE}

    @extend_schema(
        operation_id="read_meter",
        summary="One of your meters with its latest readings",
        responses={200: METER, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        return Response(_in_full(_own(request, public_id)))


class Unbind(OwnView):
    scopes: ClassVar = {"POST": Scope.PROFILE}

    @extend_schema(
        operation_id="unbind_meter",
        summary="Free the meter; what was recorded stays",
        request=None,
        responses={200: UNBOUND, **problems(401, 403, 404, 409)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        meters.unbind(meter=_own(request, public_id), now=timezone.now())
        return Response({"is_bound": False})


class Readings(UploadView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="read_meter_off",
        summary="Send a reading, with a photo or without",
        description="A period that is long enough becomes an act; with photos at both ends all of it counts.",
        request={"application/json": METER_READING_REQUEST, "multipart/form-data": METER_READING_WITH_PHOTO},
        responses={201: METER, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        own, now, citizen = _own(request, public_id), timezone.now(), citizen_of(request)
        self.check_photo(request)
        form = filled(MeterReadingForm(as_sent(request), files_sent(request), meter=own))
        with kept(citizen=citizen, scenario=own.method.code, now=now):
            sent = form.cleaned_data["photo"]
            shown = sent and photos.take_in(citizen=citizen, content=sent.read(), purpose=METER_PHOTO, now=now)
            meters.enter(
                meter=own,
                day=form.cleaned_data["day"],
                amount=form.amount(),
                photo=shown or None,
                last_year=form.last_year_amount(),
                now=now,
            )
        return Response(_in_full(own), status=CREATED)


def _own(request: Request, public_id: str) -> Meter:
    own = Meter.objects.of(citizen_of(request).pk).bound().select_related("citizen")
    return get_object_or_404(own, public_id=public_id)


def _kind(code: str) -> dict[str, Any]:
    method = meter_methods()[code]
    return {
        "kind": code,
        "name": in_reader_language(method.meter),
        "unit": in_reader_language(method.reference_quantity.unit),
        "questions": [
            {"name": exclusion.code, "question": in_reader_language(exclusion.question)}
            for exclusion in method.exclusions
        ],
    }


def _described(meter: Meter) -> dict[str, Any]:
    return {
        "meter": meter.public_id,
        "kind": meter.kind,
        "name": in_reader_language(meter.method.meter),
        "number": meter.number,
        "people": meter.people,
        "bound_at": city_clock(meter.bound_at),
    }


def _in_full(meter: Meter) -> dict[str, Any]:
    """With its latest readings, and when the next one ends a period."""
    readings = list(meter.readings.order_by("-day")[:SHOWN])
    acts = Activity.objects.in_bulk([reading.activity_id for reading in readings if reading.activity_id])
    begin = meters.beginning(meter, readings[::-1], city_day(timezone.now()))
    next_on = begin.day + timedelta(days=meters.least_days(meter, begin.day)) if begin else None
    return {
        **_described(meter),
        "next_on": next_on.isoformat() if next_on else None,
        "readings": [_reading(reading, acts.get(reading.activity_id or 0)) for reading in readings],
    }


def _reading(reading: MeterReading, activity: Activity | None) -> dict[str, Any]:
    return {
        "day": reading.day.isoformat(),
        "amount": reading.amount,
        "has_photo": reading.photo_id is not None,
        "activity": activity.public_id if activity else None,
    }
