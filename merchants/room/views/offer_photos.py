"""The photo of an offer: sent and removed by who leads its merchant, and seen by everybody once it was on show."""

from django.contrib import messages
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.desk_sessions import is_at_the_desk
from accounts.rate_limits import may_try
from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common.access import public
from common.errors import DomainError
from common.pictures.forms import say_if_cut_short
from merchants.models import Offer
from merchants.refusals import NoMoreADraft, PhotosTooOften
from merchants.room import offer_photos
from merchants.room.forms.offers import PhotoForm
from merchants.room.leading import is_leader, leads
from merchants.room.offer_photos import Size
from merchants.room.views.offers import own_offer, to_offer

A_YEAR_S = 365 * 24 * 60 * 60


@public
@require_safe
def photo(request: HttpRequest, size: str, name: str) -> HttpResponseBase:
    """The picture, as a JPEG under a name of ours; before its offer was on show only to its merchant and the desk."""
    # A copied offer has the photo, too: what was on show once is everybody's.
    named = Offer.objects.exclude(photo="").filter(photo=name).select_related("merchant")
    offer = named.order_by(F("published_at").asc(nulls_last=True), "pk").first()
    if offer is None or size not in set(Size):
        raise Http404
    if offer.published_at is None and not _may_see_draft(request, offer):
        raise Http404
    try:
        content = offer_photos.file_of(offer, Size(size))
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, content_type="image/jpeg", filename="photo.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    # What it holds is in its name: under the same name it never changes.
    is_public = offer.published_at is not None
    response["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable" if is_public else "private, no-store"
    return response


@leads
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """Takes a photo for a draft."""
    offer = own_offer(request, public_id, offer_id)
    if not offer.is_draft:
        messages.error(request, NoMoreADraft().sentence)
        return to_offer(offer)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    say_if_cut_short(request, form)
    if request.method == "POST" and form.is_valid() and _kept(request, offer, form):
        return to_offer(offer)
    return render(request, "merchants/room/photo.html", {"merchant": offer.merchant, "offer": offer, "form": form})


@leads
@never_cache
@require_POST
def remove(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """The drawing stands for the draft again."""
    offer = own_offer(request, public_id, offer_id)
    try:
        offer_photos.remove(offer=offer)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return to_offer(offer)


def _may_see_draft(request: HttpRequest, offer: Offer) -> bool:
    may_look = request.user.has_perm("merchants.view_offer") or request.user.has_perm("merchants.change_offer")
    return (may_look and is_at_the_desk(request)) or is_leader(request, offer.merchant)


def _kept(request: HttpRequest, offer: Offer, form: PhotoForm) -> bool:
    try:
        if not may_try(request, action="send_offer_photo", key=citizen_of(request).public_id):
            raise PhotosTooOften
        offer_photos.put(offer=offer, content=form.cleaned_data["photo"].read())
    except DomainError as refused:
        form.add_error("photo", refused.sentence)
        return False
    messages.success(request, _("The photo is kept."))
    return True
