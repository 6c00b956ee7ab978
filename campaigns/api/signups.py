"""`/api/v1/signups`: joining a campaign, being reminded, checking in, the ticket, and withdrawing."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.own_api import OwnView
from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from accounts.scopes import Scope
from campaigns.api.schema import (
    CHECK_IN_REQUEST,
    CHECKED_IN,
    REMIND_REQUEST,
    SIGNUP,
    SIGNUP_REQUEST,
    SIGNUPS,
    TICKET,
)
from campaigns.bonuses.posting import spent_by
from campaigns.checkins import checking_in, codes
from campaigns.models import CampaignStatus, SignUp
from campaigns.public.forms import CheckInForm, JoinForm
from campaigns.public.views.campaign import answers, published
from campaigns.public.views.checkin import said
from campaigns.refusals import TooManyTries
from campaigns.signups import joining
from common import paging
from common.city_time import city_clock, city_clock_if_any
from common.filled_in import as_sent, filled
from common.json_schema import BEFORE
from common.problem_schema import problems
from common.request_members import text_of, truth_of

PAGE_SIZE = 50
CREATED = 201


class SignUps(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN, "POST": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="sign_up",
        summary="Join a campaign, or its queue; asked twice, you are in once",
        request={"application/json": SIGNUP_REQUEST},
        responses={201: SIGNUP, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request) -> Response:
        found, citizen = published(text_of(request, "campaign")), citizen_of(request)
        form = filled(JoinForm(as_sent(request), campaign=found))
        made = joining.sign_up(campaign=found, citizen=citizen, now=timezone.now(), **answers(form))
        return Response(_described(made.signup), status=CREATED)

    @extend_schema(
        operation_id="list_signups",
        summary="The campaigns in which you are, latest first",
        parameters=[BEFORE],
        responses={200: SIGNUPS, **problems(401, 403, 404)},
    )
    def get(self, request: Request) -> Response:
        own = (
            SignUp.objects.standing()
            .filter(citizen=citizen_of(request))
            .select_related("campaign")
            .prefetch_related("checkins")
        )
        after = request.query_params.get("before")
        page = paging.page(own, size=PAGE_SIZE, after=after, among=SignUp.objects.filter(citizen=citizen_of(request)))
        return Response({"signups": [_listed(one) for one in page.rows], "next": page.following or None})


class OneSignUp(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="read_signup",
        summary="Whether you are in, or how many wait before you",
        responses={200: SIGNUP, **problems(401, 403, 404)},
    )
    def get(self, request: Request, code: str) -> Response:
        return Response(_described(_own(request, code)))


class Withdraw(OwnView):
    scopes: ClassVar = {"POST": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="withdraw_signup",
        summary="Give your place to who waits",
        request=None,
        responses={200: SIGNUP, **problems(401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, code: str) -> Response:
        own = _own(request, code)
        withdrawn = joining.withdraw(campaign=own.campaign, citizen=citizen_of(request), now=timezone.now())
        return Response(_described(withdrawn))


class Remind(OwnView):
    scopes: ClassVar = {"POST": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="remind_signup",
        summary="Whether the inbox reminds you",
        request={"application/json": REMIND_REQUEST},
        responses={200: SIGNUP, **problems(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, code: str) -> Response:
        own, is_wanted = _own(request, code), truth_of(request, "is_wanted")
        joining.remind(campaign=own.campaign, citizen=citizen_of(request), is_wanted=is_wanted)
        return Response(_described(_own(request, code)))


class CheckInByCode(OwnView):
    scopes: ClassVar = {"POST": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="check_in",
        summary="Check in by the code on the organiser’s screen",
        request={"application/json": CHECK_IN_REQUEST},
        responses={200: CHECKED_IN, **problems(400, 401, 403, 404, 409, 422, 429)},
    )
    def post(self, request: Request, code: str) -> Response:
        own, citizen = _own(request, code), citizen_of(request)
        form = filled(CheckInForm(as_sent(request)))
        if not may_try(request._request, action="enter_campaign_code", key=str(citizen.pk)):
            raise TooManyTries
        shown = form.cleaned_data["code"]
        done = checking_in.by_code(campaign=own.campaign, citizen=citizen, code=shown, now=timezone.now())
        credits = done.bonus.credits if done.bonus else 0
        return Response({"is_repeated": done.again, "credits": credits, "detail": said(done)})


class Ticket(OwnView):
    scopes: ClassVar = {"GET": Scope.CAMPAIGN}

    @extend_schema(
        operation_id="read_ticket",
        summary="Your own code, which staff scan",
        responses={200: TICKET, **problems(401, 403, 404)},
    )
    def get(self, request: Request, code: str) -> Response:
        inside = SignUp.objects.inside().filter(citizen=citizen_of(request), campaign__status=CampaignStatus.OPEN)
        signup, now = get_object_or_404(inside.select_related("campaign"), campaign__code=code), timezone.now()
        showing = codes.on_ticket(signup, now=now)
        return Response({"code": codes.ticket_of(signup, now=now), "changes_in_s": showing.seconds_left})


def _own(request: Request, code: str) -> SignUp:
    own = (
        SignUp.objects.standing()
        .filter(citizen=citizen_of(request))
        .select_related("campaign")
        .prefetch_related("checkins")
    )
    return get_object_or_404(own, campaign__code=code)


def _listed(signup: SignUp) -> dict[str, Any]:
    checkin = signup.checkin
    return {
        "campaign": signup.campaign.code,
        "title": signup.campaign.title,
        "status": signup.status,
        "wants_reminders": signup.wants_reminders,
        "signed_up_at": city_clock(signup.signed_up_at),
        "checked_in_at": city_clock_if_any(checkin.checked_in_at if checkin else None),
    }


def _described(signup: SignUp) -> dict[str, Any]:
    return {
        **_listed(signup),
        "ahead": joining.ahead_told(signup),
        "earned": spent_by(signup.campaign, [signup.citizen_id]).get(signup.citizen_id, 0),
    }
