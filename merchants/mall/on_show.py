"""The mall: the offers on show, searched and filtered, latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from common.city_time import city_day
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of offers; `older_than` asks for the next page, empty on the last."""

    offers: Sequence[Offer]
    older_than: str


def page(wanted: Wanted, *, now: datetime, older_than: Offer | None = None, size: int = PAGE) -> Page:
    """Offers on show with their stock, latest first, reached by key and never by offset."""
    offers = found(wanted, now)
    if older_than is not None:
        offers = offers.filter(pk__lt=older_than.pk)
    rows = list(offers.order_by("-pk")[: size + 1])
    return Page(rows[:size], rows[size - 1].public_id if len(rows) > size else "")


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
