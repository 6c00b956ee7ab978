"""A wrong address shows the portal's own page in the demonstration too, where Django would show its list of routes."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.views.defaults import page_not_found


class OwnMissingPage:
    """Innermost, so that the page is made as every other; only with DEBUG, else Django does the same by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            resolve(request.path_info)
        except Resolver404 as missing:
            return page_not_found(request, missing)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Of what a view could not find."""
        return page_not_found(request, exception) if isinstance(exception, Http404) else None
