"""A voucher, by its whole public id; a merchant, by that or by its name."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest

from common.desk_search import MOST, Found, by_public_id
from merchants.models import Merchant, Redemption


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    yield from by_public_id(text, Redemption.objects.all(), "merchants.view_redemption", request)
    yield from by_public_id(text, Merchant.objects.all(), "merchants.view_merchant", request)
    if request.user.has_perm("merchants.view_merchant"):
        named = Q(**{"name__zh-hans__icontains": text}) | Q(name__en__icontains=text)
        for merchant in Merchant.objects.filter(named).order_by("pk")[:MOST]:
            yield Found(merchant._meta.verbose_name, str(merchant), merchant)
