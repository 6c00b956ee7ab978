"""What every API answer has in common: problem details (RFC 9457) for errors."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.encoding import force_str
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.access import public
from common.errors import DomainError
from common.filled_in import NotFilledIn
from common.json_bodies import BodyTooLarge

PROBLEM_TYPE = "application/problem+json"


def problem(error: DomainError, *, pointer: str = "") -> dict[str, Any]:
    """Problem details of a domain error, in the language active now; `pointer` names the place in the request."""
    members: dict[str, Any] = {
        "type": f"urn:problem:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": int(error.status),
        "code": error.code,
        "detail": error.sentence,
    }
    if pointer:
        members["pointer"] = pointer
    if isinstance(error, NotFilledIn) and error.errors:
        members["errors"] = [*error.errors]
    return members


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: renders whatever the API refuses as problem details."""
    refusal = _as_refusal(error)
    if refusal is None:
        return None
    set_rollback()
    if isinstance(refusal, DomainError):
        return Response(
            problem(refusal, pointer=getattr(refusal, "pointer", "")),
            status=refusal.status,
            headers=_retry_after(refusal.facts.get("wait_s")),
            content_type=PROBLEM_TYPE,
        )
    return Response(_plain(refusal), refusal.status_code, headers=_headers(refusal), content_type=PROBLEM_TYPE)


@csrf_exempt
@public
def no_such_address(request: HttpRequest, rest: str = "") -> JsonResponse:
    """Whatever the API does not have, by any method."""
    return JsonResponse(_plain(exceptions.NotFound()), status=HTTPStatus.NOT_FOUND, content_type=PROBLEM_TYPE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no view has seen, such as a form of too many fields or a host that is none of ours."""
    if request.path_info.startswith("/api/"):
        refusal = exceptions.ParseError()
        return JsonResponse(_plain(refusal), status=refusal.status_code, content_type=PROBLEM_TYPE)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no address matches, not even the API's own of all others: that knows no line breaks."""
    if request.path_info.startswith("/api/"):
        return no_such_address(request)
    return defaults.page_not_found(request, exception)


def no_such_method(request: HttpRequest, known: Sequence[str]) -> HttpResponse:
    """Of a method that no address has."""
    if request.path_info.startswith("/api/"):
        refusal = exceptions.MethodNotAllowed(str(request.method))
        answer = JsonResponse(_plain(refusal), status=refusal.status_code, content_type=PROBLEM_TYPE)
        answer.headers["Allow"] = ", ".join(known)
        return answer
    return HttpResponseNotAllowed(known)


def _as_refusal(error: Exception) -> DomainError | exceptions.APIException | None:
    """What Django raises in its own words, said in the API's; `None` for a fault of ours."""
    match error:
        case DomainError() | exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound()
        case RequestDataTooBig():
            return BodyTooLarge()
        case _:
            return None


def _plain(error: exceptions.APIException) -> dict[str, Any]:
    detail = error.detail
    return {
        "type": f"urn:problem:{error.default_code}",
        "title": HTTPStatus(error.status_code).phrase,
        "status": int(error.status_code),
        "code": error.default_code,
        "detail": force_str(detail if isinstance(detail, str) else error.default_detail),
    }


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if authenticate := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = authenticate
    if wait := getattr(error, "wait", None):
        headers |= _retry_after(int(wait) + 1)
    return headers


def _retry_after(wait_s: int | None) -> dict[str, str]:
    return {} if wait_s is None else {"Retry-After": str(wait_s)}
