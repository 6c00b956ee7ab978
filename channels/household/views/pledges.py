"""Pages about one pledge: the code of the day, its two photos, when the first day is done, and giving it up."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.attempts.keeping import kept
from activities.models import Activity
from channels.household import pledges
from channels.household.forms import METRES_PER_KM, OdometerForm
from channels.household.models import OdometerReview, Pledge, PledgeStatus
from channels.household.photo_purposes import ODOMETER
from channels.household.refusals import PledgeClosed
from common.access import owners
from common.city_time import city_day
from common.errors import DomainError
from common.pictures.forms import say_if_cut_short
from evidence import photos
from evidence.models import Photo
from evidence.viewing import Size, address_of


@owners
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the pledge stands, and the form for the photo that comes next."""
    own, now = _own(request, public_id), timezone.now()
    form = OdometerForm(request.POST, request.FILES) if request.method == "POST" else OdometerForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and own.is_open and form.is_valid():
        try:
            with kept(citizen=citizen_of(request), scenario=pledges.SCENARIO, now=now):
                return _taken(own, form, now)
        except DomainError as error:
            form.add_error(None, error.sentence)
    context = {
        "pledge": own,
        "form": form,
        "code": pledges.code_of_the_day(own, city_day(now)),
        "today": city_day(now),
        "limits": pledges.limits_on(city_day(now)),
        "pictures": [_shown(own, photo, now) for photo in (own.start_photo, own.end_photo) if photo],
        "activity": _act_of(own),
        "review": OdometerReview.objects.filter(pledge=own).first(),
        "start_km": _kilometres(own.start_m),
        "end_km": _kilometres(own.end_m),
        **(_parked(own, now) if own.status == PledgeStatus.PARKED else {}),
    }
    return render(request, "household/pledge.html", context)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, public_id: str) -> HttpResponse:
    """First says what is lost; does it when it is sent."""
    own = _own(request, public_id)
    if not own.is_open:
        return redirect(own)
    if request.method == "POST":
        # Whoever sends it twice finds it done.
        with suppress(PledgeClosed):
            pledges.abandon(pledge=own)
        return redirect(own.vehicle if own.vehicle.unbound_at is None else "household:vehicles")
    return render(request, "household/abandon_pledge.html", {"pledge": own})


def _taken(own: Pledge, form: OdometerForm, now: datetime) -> HttpResponse:
    """Takes the photo in and goes on with the pledge. Raises `DomainError`."""
    content = form.cleaned_data["photo"].read()
    photo = photos.take_in(citizen=own.citizen, content=content, purpose=ODOMETER, now=now)
    if own.status == PledgeStatus.DECLARED:
        return redirect(pledges.start(pledge=own, photo=photo, odometer_m=form.reading_m(), now=now))
    return redirect(pledges.finish(pledge=own, photo=photo, odometer_m=form.reading_m(), now=now) or own)


def _parked(own: Pledge, now: datetime) -> dict[str, object]:
    parked = pledges.stood(own, until=now)
    return {"parked": parked, "done_at": pledges.first_day_done(own)}


def _shown(own: Pledge, photo: Photo, now: datetime) -> str:
    return address_of(photo, Size.THUMBNAIL, viewer=own.citizen, now=now)


def _kilometres(metres: int | None) -> Decimal | None:
    return None if metres is None else Decimal(metres) / METRES_PER_KM


def _act_of(own: Pledge) -> Activity | None:
    return Activity.objects.with_outcome().filter(pk=own.activity_id).first() if own.activity_id else None


def _own(request: HttpRequest, public_id: str) -> Pledge:
    own = Pledge.objects.of(citizen_of(request).pk)
    related = own.select_related("vehicle", "citizen", "start_photo", "end_photo")
    return get_object_or_404(related, public_id=public_id)
