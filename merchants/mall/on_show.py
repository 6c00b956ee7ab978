"""The mall: the offers on show, searched and filtered, latest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from common import paging
from common.city_time import city_day
from common.paging import Page
from merchants.models import Offer, OfferQuerySet, Shop
from merchants.models.offer import taken_at

PAGE = 20
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty members leave nothing out."""

    words: str = ""
    kind: str = ""
    district: str = ""
    most: int | None = None
    """The highest price."""


def page(wanted: Wanted, *, now: datetime, after: str | None = None, size: int = PAGE) -> Page[Offer]:
    """Offers on show with their stock, latest first; `after` may be off show meanwhile. Raises `Http404`."""
    return paging.page(found(wanted, now), size=size, after=after, among=Offer.objects.all())


def found(wanted: Wanted, now: datetime) -> OfferQuerySet:
    """The offers on show that fit."""
    offers = Offer.objects.on_show(city_day(now)).with_stock(now).select_related("merchant", "cause")
    for word in wanted.words.split():
        offers = offers.filter(_mentions(word))
    if wanted.kind:
        offers = offers.filter(kind=wanted.kind)
    if wanted.district:
        offers = offers.filter(_is_taken_in(wanted.district))
    if wanted.most is not None:
        offers = offers.filter(price__lte=wanted.most)
    return offers


def _mentions(word: str) -> Q:
    """In the offer's title or the name of who stands behind it, in any language."""
    mentions = Q()
    for language in LANGUAGES:
        for place in ("title", "merchant__name", "cause__name"):
            mentions |= Q(**{f"{place}__{language}__icontains": word})
    return mentions


def _is_taken_in(district: str) -> Q:
    return taken_at(Shop.objects.filter(district=district, is_open=True))
