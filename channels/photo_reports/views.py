"""Pages of the photo report: the photo, then the rest, then what became of it; and the list of one's own."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.attempts.keeping import kept
from channels.photo_reports import reporting, reviewing
from channels.photo_reports.forms import PhotoForm, ReportForm
from channels.photo_reports.landmarks import landmarks
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from channels.photo_reports.places import CITY_BOX, RECENT, Nearby, Place, is_in_the_city, place_of, reports_near
from channels.photo_reports.refusals import OutsideTheCity, ReportedNearby
from channels.photo_reports.stations import address_in_words, address_words, metro_map
from common import paging
from common.access import citizens, owners
from common.errors import DomainError
from common.features import PLACE, uses
from common.pictures.forms import MEGABYTE, say_if_cut_short
from evidence import photos
from evidence.models import Photo
from evidence.viewing import Size, address_of

REPORTS_A_PAGE = 20
SHOWN_ON_THE_WAY = 3


@citizens
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Takes the photo; one that can be used leads on to what it shows."""
    citizen, now = citizen_of(request), timezone.now()
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["photo"].read()
        try:
            with kept(citizen=citizen, scenario=reviewing.SCENARIO, now=now):
                photo = photos.take_in(citizen=citizen, content=content, purpose=PHOTO_REPORT, now=now)
            return redirect("photo_reports:complete", photo.public_id)
        except DomainError as error:
            form.add_error("photo", error.sentence)
    drafts = Photo.objects.of(citizen.pk).drafts().filter(purpose=PHOTO_REPORT.code).order_by("-pk")
    own = PhotoReport.objects.of(citizen.pk).select_related("photo").order_by("-pk")
    context = {
        "form": form,
        "drafts": _with_thumbnails(drafts[:SHOWN_ON_THE_WAY], request, now),
        "reports": _pictured(own[:SHOWN_ON_THE_WAY], request, now),
        "megabytes": settings.PHOTO_MAX_BYTES // MEGABYTE,
    }
    return render(request, "photo_reports/begin.html", context)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@uses(PLACE)
def complete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Place, category and words for a photo that is here already; it stays, whatever goes wrong with them."""
    citizen, now = citizen_of(request), timezone.now()
    photo = get_object_or_404(Photo.objects.of(citizen.pk).filter(purpose=PHOTO_REPORT.code), public_id=public_id)
    sent = PhotoReport.objects.filter(photo=photo).first()
    if sent is not None:
        return redirect(sent)
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm(initial=_place_of(photo))
    nearby: list[Nearby] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_send(photo, form, now))
        except ReportedNearby:
            place = form.place()
            assert place
            nearby = reports_near(place, since=now - RECENT, until=now)
        except OutsideTheCity as error:
            form.add_error("latitude", error.sentence)
        except DomainError as error:
            form.add_error(None, error.sentence)
    context = {
        "form": form,
        "photo": photo,
        "picture": address_of(photo, Size.WHOLE, viewer=citizen, now=now),
        "nearby": nearby,
        "was_taken_elsewhere": photo.latitude is not None and not _place_of(photo),
        "map": _map(),
        "address": _address(form),
    }
    return render(request, "photo_reports/complete.html", context)


@citizens
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The citizen's own reports, latest first."""
    own = PhotoReport.objects.of(citizen_of(request).pk).select_related("photo")
    page = paging.page(own, size=REPORTS_A_PAGE, after=request.GET.get("older_than"))
    context = {
        "reports": _pictured(page.rows, request, timezone.now()),
        "older_than": page.following,
        "is_first_page": page.is_first,
    }
    return render(request, "photo_reports/mine.html", context)


@owners
@never_cache
@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """One report: its photo, what was said, and where it stands."""
    citizen = citizen_of(request)
    own = PhotoReport.objects.of(citizen.pk).select_related("photo")
    sent = get_object_or_404(own, public_id=public_id)
    context = {
        "report": sent,
        "activity": reviewing.act_of(sent),
        "address": address_in_words(place_of(sent)) if sent.place_source else "",
        "picture": address_of(sent.photo, Size.WHOLE, viewer=citizen, now=timezone.now()),
    }
    return render(request, "photo_reports/report.html", context)


def _send(photo: Photo, form: ReportForm, now: datetime) -> PhotoReport:
    return reporting.send(
        photo=photo,
        category=form.cleaned_data["category"],
        words=form.cleaned_data["words"],
        place=form.place(),
        place_source=PlaceSource(form.cleaned_data["place_source"] or PlaceSource.MAP),
        despite_nearby=form.cleaned_data["despite_nearby"],
        now=now,
    )


def _place_of(photo: Photo) -> dict[str, object]:
    """Where the photo was taken, to begin with; nothing where it does not say or was taken elsewhere."""
    if photo.latitude is None or photo.longitude is None:
        return {}
    if not is_in_the_city(Place(photo.latitude, photo.longitude)):
        return {}
    return {"latitude": photo.latitude, "longitude": photo.longitude, "place_source": PlaceSource.PHOTO}


def _address(form: ReportForm) -> str:
    """In words, of the place that the form holds; empty where that is none in the city."""
    try:
        place = Place(Decimal(str(form["latitude"].value())), Decimal(str(form["longitude"].value())))
    except InvalidOperation:
        return ""
    return address_in_words(place) if is_in_the_city(place) else ""


def _map() -> dict[str, object]:
    return {
        "tiles": settings.MAP_TILES,
        "datum": settings.MAP_TILES_DATUM,
        "credit": settings.MAP_TILES_CREDIT,
        "box": CITY_BOX,
        "landmarks": landmarks(),
        "metro": metro_map(),
        "words": address_words(),
    }


def _with_thumbnails(found: Iterable[Photo], request: HttpRequest, now: datetime) -> list[tuple[Photo, str]]:
    citizen = citizen_of(request)
    return [(photo, address_of(photo, Size.THUMBNAIL, viewer=citizen, now=now)) for photo in found]


def _pictured(found: Iterable[PhotoReport], request: HttpRequest, now: datetime) -> list[tuple[PhotoReport, str]]:
    citizen = citizen_of(request)
    return [(sent, address_of(sent.photo, Size.THUMBNAIL, viewer=citizen, now=now)) for sent in found]
