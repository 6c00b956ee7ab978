"""`/api/v1/pledges`: where a pledge stands, its photos, and giving it up."""

from datetime import datetime
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
from channels.household import pledges
from channels.household.api.schema import PLEDGE, READING_REQUEST
from channels.household.forms import OdometerForm
from channels.household.models import Pledge, PledgeStatus
from channels.household.photo_purposes import ODOMETER
from channels.household.refusals import PledgeClosed
from common.city_time import city_clock, city_clock_if_any, city_day
from common.filled_in import as_sent, files_sent, filled
from common.problem_schema import problems
from evidence import photos


class OnePledge(OwnView):
    scopes: ClassVar = {"GET": Scope.SUBMIT}

    @extend_schema(
        operation_id="read_pledge",
        summary="Where one of your pledges stands, with the code of the day",
        responses={200: PLEDGE, **problems(401, 403, 404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        return Response(described(_own(request, public_id), timezone.now()))


class Photos(UploadView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="photograph_pledge",
        summary="Send the photo of the odometer that comes next: the first begins the pledge, the second ends it",
        request={"multipart/form-data": READING_REQUEST},
        responses={200: PLEDGE, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        own, now = _own(request, public_id), timezone.now()
        if not own.is_open:
            raise PledgeClosed
        self.check_photo(request)
        form = filled(OdometerForm(as_sent(request), files_sent(request)))
        with kept(citizen=citizen_of(request), scenario=pledges.SCENARIO, now=now):
            content = form.cleaned_data["photo"].read()
            photo = photos.take_in(citizen=own.citizen, content=content, purpose=ODOMETER, now=now)
            step = pledges.start if own.status == PledgeStatus.DECLARED else pledges.finish
            step(pledge=own, photo=photo, odometer_m=form.reading_m(), now=now)
        return Response(described(_own(request, public_id), now))


class Abandon(OwnView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="abandon_pledge",
        summary="Give a pledge up; it earns nothing",
        request=None,
        responses={200: PLEDGE, **problems(401, 403, 404, 409)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        pledges.abandon(pledge=_own(request, public_id))
        return Response(described(_own(request, public_id), timezone.now()))


def described(pledge: Pledge, now: datetime) -> dict[str, Any]:
    activity = Activity.objects.filter(pk=pledge.activity_id).first() if pledge.activity_id else None
    is_parked = pledge.status == PledgeStatus.PARKED
    return {
        "pledge": pledge.public_id,
        "vehicle": pledge.vehicle.public_id,
        "plate": pledge.vehicle.plate,
        "days": pledge.days,
        "status": pledge.status,
        "state": str(pledge.get_status_display()),
        "code": pledges.code_of_the_day(pledge, city_day(now)),
        "declared_at": city_clock(pledge.declared_at),
        "started_at": city_clock_if_any(pledge.started_at),
        "first_day_done_at": city_clock_if_any(pledges.first_day_done(pledge)) if is_parked else None,
        "ended_at": city_clock_if_any(pledge.ended_at),
        "start_m": pledge.start_m,
        "end_m": pledge.end_m,
        "activity": activity.public_id if activity else None,
    }


def _own(request: Request, public_id: str) -> Pledge:
    own = Pledge.objects.of(citizen_of(request).pk).select_related("vehicle", "citizen", "start_photo", "end_photo")
    return get_object_or_404(own, public_id=public_id)
