"""The page on which buyer or seller withdraws from a deal: what becomes of the units first, then the deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import citizen_of
from common import editions
from common.errors import DomainError
from projects.bulletin import dealing
from projects.bulletin.forms import WhyForm
from projects.bulletin.views.deals import of_room
from projects.models import Deal, DealStatus, OfferStatus, Part
from projects.organisations.access import seat_of, seated


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retract_deal(request: HttpRequest, public_id: str, deal_id: str) -> HttpResponse:
    """Shows whether the units go back on offer or are free, and withdraws just so."""
    seat = seat_of(request, public_id, Part.OWNER, Part.RELEASER)
    found, form = of_room(seat, deal_id), WhyForm(request.POST or None)
    if found.status != DealStatus.ACCEPTED:
        messages.error(request, _("Only a deal that is still to be paid can be withdrawn from."))
        return redirect("projects:deal", public_id, found.public_id)
    if request.method == "POST" and form.is_valid():
        return _retracted(request, public_id, found, form)
    context = {
        "organisation": seat.organisation,
        "deal": found,
        "goes_back_on_offer": found.offer.status == OfferStatus.OPEN,
        "is_buyer": found.buyer_id == seat.organisation_id,
        "form": form,
        "edition": editions.edition_of(*dealing.shown_of(found)),
    }
    return render(request, "projects/bulletin/retract.html", context)


def _retracted(request: HttpRequest, public_id: str, found: Deal, form: WhyForm) -> HttpResponse:
    edition, by = request.POST.get(editions.FIELD, ""), citizen_of(request)
    try:
        dealing.retract(deal=found, words=form.cleaned_data["words"], by=by, now=timezone.now(), edition=edition)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Withdrawn. The other side reads why."))
    return redirect("projects:deal", public_id, found.public_id)
