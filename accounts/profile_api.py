"""`/api/v1/profile`: what a citizen tells about themselves, and what is kept of them."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.districts import District
from accounts.forms import ProfileForm
from accounts.models import Freeze
from accounts.models import Profile as OwnProfile
from accounts.own_api import OwnView
from accounts.phones import mask_phone
from accounts.requests import citizen_of
from accounts.scopes import Scope
from accounts.standing.reading import frozen_now
from common.city_time import city_clock, city_clock_if_any
from common.filled_in import as_sent, filled
from common.json_schema import (
    MOMENT,
    MOMENT_OR_NONE,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    coded,
    object_of,
    or_none,
    said,
)
from common.problem_schema import problems

LANGUAGE = coded(*(code for code, _name in settings.LANGUAGES))
DISTRICT = said("Empty: not told.", coded("", *District.values))
FREEZE = object_of(
    {
        "earning": said("Whether acts wait.", TRUTH),
        "spending": said("Whether nothing can be redeemed.", TRUTH),
        "reason": said("In words."),
        "since": MOMENT,
        "until": said("At the latest.", MOMENT),
    }
)
PROFILE = object_of(
    {
        "citizen": said("The portal’s id of you.", PUBLIC_ID),
        "phone": said("With its middle hidden; `null` where none is kept.", STRING_OR_NONE),
        "phone_verified_at": MOMENT_OR_NONE,
        "display_name": STRING,
        "district": DISTRICT,
        "language": said("In which language texts and pages speak to you.", LANGUAGE),
        "wants_texts": said("Whether a text message tells before credits expire.", TRUTH),
        "freeze": said("What rests for your account, and why.", or_none(FREEZE)),
    }
)
PROFILE_REQUEST = object_of(
    {},
    optional={"display_name": STRING, "district": DISTRICT, "language": LANGUAGE, "wants_texts": TRUTH},
    example={"display_name": "小林", "district": "jinjiang", "language": "zh-hans", "wants_texts": True},
)
TOLD = ("display_name", "district", "language", "wants_texts")


class Profile(OwnView):
    scopes: ClassVar = {"GET": Scope.PROFILE, "POST": Scope.PROFILE}

    @extend_schema(
        operation_id="read_profile",
        summary="What is kept of you as a person",
        responses={200: PROFILE, **problems(401, 403)},
    )
    def get(self, request: Request) -> Response:
        return Response(_described(_own(request)))

    @extend_schema(
        operation_id="change_profile",
        summary="Change what you tell about yourself; what is left out stays",
        request={"application/json": PROFILE_REQUEST},
        responses={200: PROFILE, **problems(400, 401, 403, 422)},
    )
    def post(self, request: Request) -> Response:
        own = _own(request)
        sent = as_sent(request)
        for member in TOLD:
            if member not in sent:
                sent[member] = str(getattr(own, member))
        return Response(_described(filled(ProfileForm(sent, instance=own)).save()))


def _own(request: Request) -> OwnProfile:
    own, _is_new = OwnProfile.objects.get_or_create(user=citizen_of(request))
    return own


def _described(own: OwnProfile) -> dict[str, Any]:
    freeze = frozen_now(own.user_id, now=timezone.now())
    return {
        "citizen": own.user.public_id,
        "phone": mask_phone(own.phone) if own.phone else None,
        "phone_verified_at": city_clock_if_any(own.phone_verified_at),
        **{member: getattr(own, member) for member in TOLD},
        "freeze": _freeze(freeze) if freeze else None,
    }


def _freeze(freeze: Freeze) -> dict[str, Any]:
    return {
        "earning": freeze.earning,
        "spending": freeze.spending,
        "reason": freeze.reason_in_words,
        "since": city_clock(freeze.begun_at),
        "until": city_clock(freeze.ends_at),
    }
