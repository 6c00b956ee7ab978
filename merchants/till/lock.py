"""On a phone that a shop shares a session opens the till and nothing else, until the shift ends."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import resolve

from accounts import shared_phones
from common.http import PROBLEM_TYPE, problem
from merchants.refusals import OnlyTheTill

OPEN = {
    "merchants:tills",
    "merchants:till",
    "merchants:undo_capture",
    "accounts:sign_out",
    "set_language",
    "set_display",
}


def till_lock(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Needs the session, the user and messages; comes before whatever gives a session another end."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        if not shared_phones.is_kept(request):
            return get_response(request)
        if not request.user.is_authenticated:
            # Closed during the shift: what is left of the session would lead back here for ever.
            logout(request)
            return get_response(request)
        name = _name_of(request)
        if name not in OPEN:
            return _turned_back(request, is_page=bool(name))
        response = get_response(request)
        is_gone = response.status_code == HTTPStatus.NOT_FOUND and not _wants_no_page(request)
        return redirect(shared_phones.place()) if is_gone else response

    return middleware


def _turned_back(request: HttpRequest, *, is_page: bool) -> HttpResponse:
    refused = OnlyTheTill()
    if _wants_no_page(request):
        return JsonResponse(problem(refused), status=refused.status, content_type=PROBLEM_TYPE)
    # Browsers look for icons by themselves; nobody needs to be told of that.
    if is_page:
        messages.warning(request, refused.sentence)
    return redirect(shared_phones.place())


def _wants_no_page(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or "HX-Request" in request.headers


def _name_of(request: HttpRequest) -> str:
    """The name of the address; empty where there is none."""
    try:
        return resolve(request.path_info).view_name
    except Http404:
        return ""
