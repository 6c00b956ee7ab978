"""A merchant's shops: added, changed, closed and opened again. A closed one has no till."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from common.texts import Text
from merchants import absences, editions
from merchants.models import Merchant, Offer, OfferStatus, Redemption, Shop
from merchants.refusals import ChangedSince, TooManyShops

MOST_SHOPS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A shop in words, and when and how customers reach it."""

    name: Text
    district: str
    address: Text
    phone: str = ""
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What is good at a shop and at no other open one."""

    vouchers: int
    offers: int
    """Published: they leave the mall with it."""
    is_last: bool
    until: datetime | None = None
    """When the last of these vouchers runs out."""
    elsewhere: int = 0
    """Vouchers that are taken here and at another open shop, too."""
    others: Sequence[Shop] = ()
    """The other open shops."""

    @property
    def seen(self) -> str:
        """All of it, as the page's form carries it back."""
        others = [shop.pk for shop in self.others]
        return editions.of_what_is_shown(self.vouchers, self.offers, self.elsewhere, others)


@transaction.atomic
def add(*, merchant: Merchant, place: Place, now: datetime) -> Shop:
    """Opens another shop. Raises `TooManyShops`."""
    _lock(merchant.pk)
    if Shop.objects.filter(merchant=merchant).count() >= MOST_SHOPS:
        raise TooManyShops(most=MOST_SHOPS)
    shop = Shop.objects.create(merchant=merchant, **asdict(place))
    absences.note_of_merchant(merchant.pk, now=now)
    return shop


def change(*, shop: Shop, place: Place) -> Shop:
    """The same shop under other words."""
    said = asdict(place)
    for name, value in said.items():
        setattr(shop, name, value)
    shop.save(update_fields=list(said))
    return shop


@transaction.atomic
def set_open(*, shop: Shop, is_open: bool, now: datetime, seen: str | None = None) -> Shop:
    """Closes a shop or opens it again; twice changes nothing.

    `seen` is what a page has said that closing does. Raises `ChangedSince` where that is not so any more.
    """
    _lock(shop.merchant_id)
    if seen is not None and closing(shop).seen != seen:
        raise ChangedSince
    shop.is_open = is_open
    shop.save(update_fields=["is_open"])
    absences.note_of_merchant(shop.merchant_id, now=now)
    return shop


def closing(shop: Shop) -> Closing:
    """What closing a shop would leave without a place."""
    offers = _good_there_only(shop)
    held = Redemption.objects.held().filter(merchant=shop.merchant_id)
    only_here = held.filter(offer__in=offers.values("pk"))
    named = Offer.shops.through.objects.filter(offer=OuterRef("offer"))
    here = held.filter(Exists(named.filter(shop=shop)) | ~Exists(named))
    others = list(_other_open(shop).order_by("pk"))
    return Closing(
        vouchers=only_here.count(),
        offers=offers.filter(status=OfferStatus.PUBLISHED).count(),
        is_last=not others,
        until=only_here.aggregate(until=Max("expires_at"))["until"],
        elsewhere=here.exclude(offer__in=offers.values("pk")).count(),
        others=others,
    )


def _lock(merchant_id: int) -> None:
    """One door at a time, so that whoever closes the last one knows."""
    Merchant.objects.select_for_update(no_key=True).get(pk=merchant_id)


def _good_there_only(shop: Shop) -> QuerySet[Offer]:
    """The merchant's offers of which no other open shop takes vouchers."""
    named = Offer.shops.through.objects.filter(offer=OuterRef("pk"))
    offers = Offer.objects.filter(merchant=shop.merchant_id)
    bound = offers.filter(Exists(named.filter(shop=shop)), ~Exists(named.filter(shop__in=_other_open(shop))))
    if _other_open(shop).exists():
        return bound
    return offers.filter(Exists(named.filter(shop=shop)) | ~Exists(named))


def _other_open(shop: Shop) -> QuerySet[Shop]:
    return Shop.objects.filter(merchant=shop.merchant_id, is_open=True).exclude(pk=shop.pk)
