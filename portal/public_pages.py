"""Pages for everyone: what the portal is, questions and answers, and the parts that its pages are made of."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.access import public
from portal.specimens import StepsForm, TripForm

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COLOURS = (
    ("bamboo", "bamboo-strong", "bamboo-tint"),
    ("ginkgo", "ginkgo-text", "ginkgo-tint"),
    ("hibiscus", "hibiscus-strong", "hibiscus-tint"),
    ("ink", "slate", "edge", "mist", "snow", "card"),
)
BADGES = ("quiet", "good", "waiting", "bad", "demo")
NOTICES = ("info", "success", "warning", "error", "demo")
SIZES = ("small", "text", "large", "heading", "figure")


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the portal is, and what it is not."""
    return render(request, "portal/about.html")


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Questions and answers, and whom to ask where these do not help."""
    contact = {name: text for name, text in settings.CONTACT.items() if text}
    return render(request, "portal/help.html", {"contact": contact})


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every colour, size, icon, picture and component, made from the same parts as the pages."""
    context = {
        "colours": COLOURS,
        "sizes": SIZES,
        "icons": _drawings("icons"),
        "illustrations": _drawings("illustrations"),
        "form": StepsForm(),
        "wrong_form": StepsForm({"steps": ""}, auto_id="wrong_%s"),
        "trip_form": TripForm(),
        "wrong_trip_form": TripForm({"origin": ""}, auto_id="wrong_%s"),
        "badge_kinds": BADGES,
        "notice_kinds": NOTICES,
    }
    return render(request, "portal/styleguide.html", context)


def _drawings(folder: str) -> list[tuple[str, str]]:
    """Each drawing's name and template."""
    files = sorted((TEMPLATES / folder).glob("*.svg"))
    return [(file.stem, f"{folder}/{file.name}") for file in files if file.stem != "skyline"]
