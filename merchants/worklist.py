"""What of the mall waits for the desk: applications of merchants, and offers that were handed in."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from common.desk_worklist import Waits, waiting_rows
from merchants.models import Merchant, MerchantStatus, Offer, OfferStatus


def waiting(request: HttpRequest, now: datetime) -> Iterator[Waits]:
    if request.user.has_perm("merchants.approve_merchant"):
        applied = Merchant.objects.filter(status=MerchantStatus.APPLIED)
        address = f"{reverse('admin:merchants_merchant_changelist')}?status__exact={MerchantStatus.APPLIED}"
        yield from waiting_rows(_("Applications of merchants"), applied, "status_at", address)
    if request.user.has_perm("merchants.publish_offer"):
        submitted = Offer.objects.filter(status=OfferStatus.SUBMITTED)
        address = f"{reverse('admin:merchants_offer_changelist')}?status__exact={OfferStatus.SUBMITTED}"
        yield from waiting_rows(_("Offers to be published"), submitted, "submitted_at", address)
