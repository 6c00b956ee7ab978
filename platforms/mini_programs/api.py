"""`/api/v1/sign-in/{platform}`: a mini-program hands in its login code, and gets tokens or is asked for a phone."""

from http import HTTPStatus

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.app_sign_in import bodies
from accounts.app_sign_in.api import PublicView
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import TooManyTriesFromHere
from common.problem_schema import problems
from platforms.mini_programs import signing_in
from platforms.models import Platform

CODE = {
    "type": "object",
    "properties": {
        "code": {**bodies.TEXT, "description": "Of `wx.login`, `my.getAuthCode` or `tt.login`."},
        "scopes": bodies.SCOPES,
    },
    "required": ["code"],
}
ASKED = {
    "type": "object",
    "description": "Nobody has linked this account yet: have a code sent to the citizen’s mobile number, and show it "
    "with this ticket within ten minutes.",
    "properties": {"platform_ticket": {"type": "string"}, "asks": {"type": "string", "enum": ["phone"]}},
    "required": ["platform_ticket", "asks"],
}
CONFIRM = {
    "type": "object",
    "properties": {"platform_ticket": bodies.TEXT, **bodies.CONFIRM["properties"]},  # type: ignore[dict-item]
    "required": ["platform_ticket", "ticket", "code"],
}


class FromMiniProgram(PublicView):
    @extend_schema(
        operation_id="sign_in_from_mini_program",
        summary="Sign in with the login code of a mini-program",
        description="`wechat`, `alipay` or `douyin`. The platform’s ids and its session key stay here.",
        request={"application/json": CODE},
        responses={200: bodies.TOKENS, 202: ASKED, **problems(400, 403, 404, 409, 413, 422, 429, 503)},
    )
    def post(self, request: Request, platform: str) -> Response:
        asked, scopes = bodies.texts(request.data, "code"), bodies.scopes_in(request.data)
        _count(request)
        given = signing_in.sign_in(request._request, _platform(platform), code=asked["code"], scopes=scopes)
        if isinstance(given, str):
            return Response({"platform_ticket": given, "asks": "phone"}, HTTPStatus.ACCEPTED)
        return Response(bodies.told(given))


class ConfirmPhone(PublicView):
    @extend_schema(
        operation_id="link_mini_program",
        summary="Show the code that was sent, and link the account of the mini-program",
        description="Whoever holds the number is signed in, and from now on by the platform alone, too. An account "
        "with a passkey or a second factor is linked on the portal’s page instead: 403, `linked_on_the_page`. Where "
        "another account of the platform is linked, or one that may be the same: 409, `other_account_linked` or "
        "`perhaps_other_account_linked`.",
        request={"application/json": CONFIRM},
        responses={200: bodies.TOKENS, **problems(400, 403, 409, 413, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "platform_ticket", "ticket", "code", optional=("device",))
        scopes = bodies.scopes_in(request.data)
        tokens, holder = signing_in.confirm(request._request, **asked, scopes=scopes)
        return Response(bodies.told(tokens, is_new=holder.is_new, device=holder.device))


def _platform(name: str) -> Platform:
    if name not in signing_in.WAYS:
        raise Http404
    return Platform(name)


def _count(request: Request) -> None:
    """Each asks a platform, which allows so many."""
    try:
        count_try(request._request, ("sign_in_from_mini_program", ""))
    except TriedTooOften as refused:
        raise TooManyTriesFromHere(wait_s=refused.wait_s) from None
