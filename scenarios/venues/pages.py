"""Pages about venues for everyone: the list, one venue, its plate to print, and the screen of its tablet."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.districts import District
from common import paging
from common.access import public
from common.city_time import city_day
from common.qr import qr_drawing
from common.typed.fields import PlainField
from scenarios.venues.models import Kind, Venue
from scenarios.venues.screens import showing
from scenarios.venues.telling import told

VENUES_A_PAGE = 20


class SearchForm(forms.Form):
    """What a reader looks for; whatever is left out, or is no choice, limits nothing."""

    q = PlainField(label=_("Name or address"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    district = forms.ChoiceField(
        label=_("District"), required=False, choices=[("", _("All districts")), *District.choices]
    )


@public
@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    """The venues by kind and district, those that were loaded first on top."""
    form = SearchForm(request.GET)
    form.is_valid()
    found = Venue.objects.with_evaluations()
    for field in ("kind", "district"):
        if wanted := form.cleaned_data.get(field):
            found = found.filter(**{field: wanted})
    if words := form.cleaned_data.get("q"):
        found = found.named(words)
    after, today = request.GET.get("after"), city_day(timezone.now())
    page = paging.page(found, size=VENUES_A_PAGE, after=after, by=("pk",), among=Venue.objects.all())
    context = {
        "form": form,
        "venues": [told(venue, today) for venue in page.rows],
        "after": page.following,
        "is_first_page": page.is_first,
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "scenarios/venues.html", context)


@public
@require_safe
def venue(request: HttpRequest, public_id: str) -> HttpResponse:
    """One venue: whether a visit counts, how it was evaluated, and on whose word all this rests."""
    found = get_object_or_404(Venue.objects.with_evaluations(), public_id=public_id)
    return render(request, "scenarios/venue.html", {"told": told(found, city_day(timezone.now()))})


@public
@require_safe
def plate(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sign at the venue's door, in both languages, for one sheet of A5."""
    found = get_object_or_404(Venue, public_id=public_id)
    address = request.build_absolute_uri(visit_path(found))
    return render(request, "scenarios/plate.html", {"venue": found, "qr": qr_drawing(address), "address": address})


@public
@never_cache
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The venue's tablet; whoever has the secret address sees it."""
    return _screen(request, "scenarios/screen.html", token)


@public
@never_cache
@require_safe
def screen_code(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the screen that changes."""
    return _screen(request, "scenarios/_screen_code.html", token)


def visit_path(venue: Venue) -> str:
    """Where the plate leads. The page is an app's above this one; its address is printed, and so never changes."""
    return f"/v/{venue.public_id}/"


def _screen(request: HttpRequest, template: str, token: str) -> HttpResponse:
    found = get_object_or_404(Venue, screen_token=token)
    shown = showing(found, now=timezone.now())
    address = request.build_absolute_uri(f"{visit_path(found)}?code={shown.code}")
    return render(request, template, {"venue": found, "showing": shown, "qr": qr_drawing(address)})
