"""`/api/v1/venues`: what a scanned plate or screen names, and the visit that its code proves."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.own_api import OwnView
from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from accounts.scopes import Scope
from activities.attempts.keeping import kept
from channels.visits import recording
from channels.visits.forms import VisitForm
from channels.visits.refusals import TooManyTries
from common.city_time import city_day
from common.filled_in import as_sent, filled
from common.json_schema import PUBLIC_ID, TEXT, TRUTH, coded, object_of, said
from common.problem_schema import problems
from common.request_members import text_of
from scenarios.models import Venue
from scenarios.venues.models import State

VENUE = object_of(
    {
        "venue": PUBLIC_ID,
        "name": TEXT,
        "state": said("Whether a visit counts today: only where it is `valid`.", coded(*(one.value for one in State))),
    }
)
VISIT_REQUEST = object_of(
    {"venue": PUBLIC_ID, "code": said("The six digits on the screen now.")},
    example={"venue": "8xk2mw3hq7d9c5vt", "code": "482913"},
)
VISIT = object_of({"activity": PUBLIC_ID, "is_repeated": said("Whether it stood there already.", TRUTH)})
CREATED = 201


class OneVenue(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="read_venue",
        summary="The venue that a plate or screen names: the id in `/v/{id}/`",
        auth=[],
        responses={200: VENUE, **problems(404)},
    )
    def get(self, request: Request, public_id: str) -> Response:
        venue, today = _venue(public_id), city_day(timezone.now())
        state = venue.state_on(today).value
        return Response({"venue": venue.public_id, "name": venue.name, "state": state})


class Visits(OwnView):
    scopes: ClassVar = {"POST": Scope.SUBMIT}

    @extend_schema(
        operation_id="visit_venue",
        summary="Record a visit by the code on the venue’s screen",
        description="A second visit of the same day is answered with the first.",
        request={"application/json": VISIT_REQUEST},
        responses={201: VISIT, **problems(400, 401, 403, 404, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        venue, citizen, now = _venue(text_of(request, "venue")), citizen_of(request), timezone.now()
        form = filled(VisitForm(as_sent(request)))
        if not may_try(request._request, action="enter_venue_code", key=str(citizen.pk)):
            raise TooManyTries
        with kept(citizen=citizen, scenario=recording.SCENARIO, now=now):
            visited = recording.visit(citizen=citizen, venue=venue, code=form.cleaned_data["code"], now=now)
        return Response({"activity": visited.activity.public_id, "is_repeated": visited.again}, status=CREATED)


def _venue(public_id: str) -> Venue:
    return get_object_or_404(Venue.objects.with_evaluations(), public_id=public_id)
