"""Refunds as the merchant's own list and the desk's show them."""

from django.db.models import QuerySet

from merchants.models import Merchant, Refund


def of_merchant(merchant: Merchant) -> QuerySet[Refund]:
    """A merchant's, without what is nobody's to see there."""
    own = Refund.objects.filter(merchant=merchant).select_related("redemption__offer", "redemption__shop")
    return own.defer("redemption__number", "redemption__secret")
