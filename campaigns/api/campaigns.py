"""`/api/v1/campaigns`: what can be joined, what comes and what was, for everybody."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.schema import CAMPAIGN, CAMPAIGNS
from campaigns.models import Campaign
from campaigns.public.forms import When
from campaigns.public.told import Told, told
from campaigns.public.views.campaign import published
from campaigns.public.views.shelf import LATEST_FIRST, SOONEST_FIRST, standing_at
from common import paging
from common.city_time import city_clock
from common.json_schema import BEFORE
from common.problem_schema import problems

PAGE_SIZE = 50


class Campaigns(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="list_campaigns",
        summary="Campaigns that run and come, the next first; or past ones, the latest first",
        parameters=[BEFORE, OpenApiParameter("when", str, enum=When.values)],
        auth=[],
        responses={200: CAMPAIGNS, **problems(404)},
    )
    def get(self, request: Request) -> Response:
        when, now = request.query_params.get("when", ""), timezone.now()
        if when not in {"", *When.values}:
            raise Http404
        found = standing_at(when, now).select_related("venue", "places")
        by, after = LATEST_FIRST if when == When.PAST else SOONEST_FIRST, request.query_params.get("before")
        page = paging.page(found, size=PAGE_SIZE, after=after, by=by, among=Campaign.objects.all())
        return Response(
            {"campaigns": [described(one) for one in told(page.rows, now=now)], "next": page.following or None}
        )


class OneCampaign(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="read_campaign",
        summary="One campaign",
        auth=[],
        responses={200: CAMPAIGN, **problems(404)},
    )
    def get(self, request: Request, code: str) -> Response:
        [one] = told([published(code)], now=timezone.now())
        return Response(described(one))


def described(one: Told) -> dict[str, Any]:
    campaign = one.campaign
    return {
        "campaign": campaign.code,
        "title": campaign.title,
        "text": campaign.text,
        "phase": one.phase.value,
        "mode": campaign.mode,
        "place": one.place,
        "district": campaign.district,
        "venue": campaign.venue.public_id if campaign.venue else None,
        "starts_at": city_clock(campaign.starts_at),
        "ends_at": city_clock(campaign.ends_at),
        "signup_from": city_clock(campaign.signup_from),
        "signup_until": city_clock(campaign.signup_until),
        "places": campaign.places.capacity,
        "room": one.room,
        "joining": campaign.joining,
        "proving": campaign.proving,
        "bonus": campaign.bonus,
        "bonus_words": one.bonus,
        "scenarios": [*campaign.scenario_codes],
    }
