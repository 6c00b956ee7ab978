"""The choice of text size and theme, on every page."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from common.access import public
from common.pages import display


@public
@require_POST
def choose_display(request: HttpRequest) -> HttpResponseBase:
    """Keeps what was chosen and goes back to the page on which it was."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if is_ours else "home")
    for name in display.CHOICES:
        display.remember(response, name, request.POST.get(name, ""))
    return response
