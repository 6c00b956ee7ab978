"""A voucher, by its whole public id; a merchant, by that; merchants, shops and offers by their names."""

from collections.abc import Iterator

from django.db.models import Model, Q
from django.http import HttpRequest

from common.desk_search import MOST, Found, by_public_id
from merchants.models import Merchant, Offer, Redemption, Shop

NAMED: dict[type[Model], str] = {Merchant: "name", Shop: "name", Offer: "title"}
"""With the field of each that is its name in both languages."""


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    yield from by_public_id(text, Redemption.objects.all(), "merchants.view_redemption", request)
    yield from by_public_id(text, Merchant.objects.all(), "merchants.view_merchant", request)
    for model, field in NAMED.items():
        if request.user.has_perm(f"merchants.view_{model._meta.model_name}"):
            named = Q(**{f"{field}__zh-hans__icontains": text}) | Q(**{f"{field}__en__icontains": text})
            for row in model._default_manager.filter(named).order_by("pk")[:MOST]:
                yield Found(model._meta.verbose_name, str(row), row)
