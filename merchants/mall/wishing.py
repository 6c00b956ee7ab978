"""Who comes for an offer that is all taken asks to be told of more, and is, once, when some can be had."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.inbox.telling import News, tell
from accounts.models import User
from common.city_time import city_day
from merchants.mall.redeeming import check_open
from merchants.mall.standing import read
from merchants.models import Offer, RestockWish
from merchants.refusals import NotSoldOut, TooManyWishes

RESTOCKED = "offer_restocked"
MOST = 50


@transaction.atomic
def wish(*, citizen: User, offer: Offer, now: datetime) -> None:
    """Raises `NotOnOffer`, `NotSoldOut` and `TooManyWishes`; a second wish for the same offer is the first."""
    check_open(read(offer.pk, citizen.pk), now=now)
    if not Offer.objects.with_stock(now).get(pk=offer.pk).is_sold_out:
        raise NotSoldOut
    User.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    others = RestockWish.objects.filter(citizen=citizen).exclude(offer=offer)
    if others.count() >= MOST:
        raise TooManyWishes(limit=MOST)
    RestockWish.objects.get_or_create(citizen=citizen, offer=offer, defaults={"asked_at": now})


def take_back(*, citizen: User, offer: Offer) -> None:
    RestockWish.objects.filter(citizen=citizen, offer=offer).delete()


def is_wished(citizen_id: int, offer_id: int) -> bool:
    return RestockWish.objects.filter(citizen=citizen_id, offer=offer_id).exists()


@transaction.atomic
def tell_restocked(*, now: datetime, limit: int) -> int:
    """Tells at most so many that there is stock again, whoever asked first before the others; returns how many."""
    mall = Offer.objects.on_show(city_day(now)).with_stock(now)
    stocked = mall.filter(Q(is_limited=False) | Q(left__gt=0)).values("pk")
    due = RestockWish.objects.filter(offer__in=stocked).select_related("offer").order_by("pk")
    wishes = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    tell([_news(one) for one in wishes], now=now)
    _forget(wishes)
    return len(wishes)


def forget_over(*, now: datetime, limit: int) -> int:
    """Forgets at most so many wishes for offers that are over; returns how many."""
    over = RestockWish.objects.filter(offer__ends_on__lt=city_day(now)).order_by("pk")
    return _forget(list(over[:limit]))


def _forget(wishes: list[RestockWish]) -> int:
    gone, _by_model = RestockWish.objects.filter(pk__in=[one.pk for one in wishes]).delete()
    return gone


def _news(one: RestockWish) -> News:
    path = reverse("merchants:offer", args=[one.offer.public_id])
    return News(one.citizen_id, RESTOCKED, f"restocked:{one.pk}", path, {"offer": one.offer.title})
