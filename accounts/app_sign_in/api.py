"""`/api/v1/sign-in/…`: an app asks for a code, shows it, renews its tokens and ends its sign-in."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.app_sign_in import bodies, codes, keeping
from accounts.models import AppWay
from accounts.phones import parse_phone
from accounts.puzzles import new_puzzle
from accounts.rate_limits import TriedTooOften, count_try
from accounts.refusals import PuzzleFirst, TooManyTriesFromHere
from common.http import PROBLEM_TYPE, problem
from common.problem_schema import problems

SOLUTION = ("puzzle", "work", "answer", "device")
SENDS = {
    **problems(400, 413, 429),
    (422, PROBLEM_TYPE): bodies.PUZZLE_FIRST,
}


class PublicView(APIView):
    """Asked by who has no token yet; a token that comes along is not looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def finalize_response(self, request: Request, response: Response, *args: Any, **named: Any) -> Response:
        """No cache keeps a token (RFC 6749, 5.1)."""
        answer = super().finalize_response(request, response, *args, **named)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class AskForCode(PublicView):
    @extend_schema(
        operation_id="ask_for_code",
        summary="Have a code sent to a mobile number",
        description="Answered alike whether the number is known or not. Where many messages were asked for, a puzzle "
        "comes first (`puzzle_first`): solve it and ask again.",
        request={"application/json": bodies.ASK},
        responses={202: bodies.AWAITED, **SENDS},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "phone", optional=SOLUTION)
        phone = parse_phone(asked["phone"])
        try:
            awaited = codes.ask(request._request, phone=phone, solution=asked, device=asked["device"])
        except PuzzleFirst as refusal:
            return _puzzle(refusal, phone)
        return _told(awaited)


class AskAgain(PublicView):
    @extend_schema(
        operation_id="ask_for_code_again",
        summary="Have another code sent to the same number",
        description="The code before is no longer right.",
        request={"application/json": bodies.ASK_AGAIN},
        responses={202: bodies.AWAITED, **SENDS},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "ticket", optional=SOLUTION)
        ticket = asked["ticket"]
        try:
            awaited = codes.ask_again(request._request, ticket=ticket, solution=asked, device=asked["device"])
        except PuzzleFirst as refusal:
            return _puzzle(refusal, codes.phone_of(request._request, ticket=ticket) or "")
        return _told(awaited)


class Confirm(PublicView):
    @extend_schema(
        operation_id="sign_in_by_code",
        summary="Sign in with the code that was sent",
        description="A number that nobody has becomes a new citizen’s. Without `scopes` the tokens are for everything "
        "that a citizen does; `till` is given to who asks for it. After five wrong codes another is to be sent.",
        request={"application/json": bodies.CONFIRM},
        responses={200: bodies.TOKENS, **problems(400, 403, 409, 413, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "ticket", "code", optional=("device",))
        scopes = bodies.scopes_in(request.data)
        holder = codes.holder(request._request, codes.prove(request._request, **asked))
        tokens = codes.sign_in(request._request, holder.citizen, scopes=scopes, way=AppWay.PHONE)
        return Response(bodies.told(tokens, is_new=holder.is_new, device=holder.device))


class Renew(PublicView):
    @extend_schema(
        operation_id="renew_tokens",
        summary="The next access token",
        description="A renewal token is used once. Sent again within a minute with the same `word` it is answered the "
        "same. Later, with another word or without one the sign-in ends, for two have the token that one was given. "
        "The access token of before is over.",
        request={"application/json": bodies.RENEW},
        responses={200: bodies.TOKENS, **problems(400, 413, 429)},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "renewal_token", optional=("word",))
        word = bodies.word_in(asked)
        try:
            count_try(request._request, ("renew_app_sign_in", ""))
        except TriedTooOften as refused:
            raise TooManyTriesFromHere(wait_s=refused.wait_s) from None
        return Response(bodies.told(keeping.renew(renewal=asked["renewal_token"], word=word, now=timezone.now())))


class End(PublicView):
    @extend_schema(
        operation_id="sign_out",
        summary="End this sign-in, with all its tokens",
        description="Answered alike where it was over before (RFC 7009).",
        request={"application/json": bodies.END},
        responses={204: None, **problems(400, 413)},
    )
    def post(self, request: Request) -> Response:
        asked = bodies.texts(request.data, "renewal_token")
        keeping.end_by(renewal=asked["renewal_token"])
        return Response(status=HTTPStatus.NO_CONTENT)


def _told(awaited: codes.Awaited) -> Response:
    answer = {
        "ticket": awaited.ticket,
        "digits": awaited.digits,
        "again_after_s": awaited.again_after_s,
        "valid_s": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    }
    shown = {"demo_code": awaited.demo_code} if awaited.demo_code else {}
    return Response(answer | shown, HTTPStatus.ACCEPTED)


def _puzzle(refusal: PuzzleFirst, phone: str) -> Response:
    answer = {**problem(refusal), "puzzle": bodies.told_puzzle(new_puzzle(phone))}
    return Response(answer, refusal.status, content_type=PROBLEM_TYPE)
