"""Certificates of donations: one to print or keep as a picture, and the page that proves it to everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Profile
from accounts.requests import citizen_of
from common.access import owners, public
from common.qr import qr_drawing
from merchants.mall import causes
from merchants.models import OfferKind, Redemption, RedemptionQuerySet


@owners
@never_cache
@require_safe
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """The donor's own certificate, with the name that they gave themselves."""
    citizen = citizen_of(request)
    donation = get_object_or_404(_donations().of(citizen.pk), public_id=public_id)
    address = request.build_absolute_uri(reverse("merchants:proof", args=[public_id]))
    context = {
        "donation": donation,
        "donor": Profile.objects.filter(pk=citizen.pk).values_list("display_name", flat=True).first(),
        "qr": qr_drawing(address),
        "address": address,
    }
    return render(request, "merchants/mall/certificate.html", context)


@public
@require_safe
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tells whoever scans a certificate that it is real; names nobody."""
    donation = get_object_or_404(_donations(), public_id=public_id)
    cause = donation.offer.cause
    assert cause is not None
    return render(request, "merchants/mall/proof.html", {"donation": donation, "raised": causes.raised(cause)})


def _donations() -> RedemptionQuerySet:
    return Redemption.objects.filter(offer__kind=OfferKind.DONATION).select_related("offer__cause")
