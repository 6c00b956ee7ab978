"""Citizens ask to be told of more stock, and are by the clock; what there is is added up plainly beside it."""

from datetime import datetime

from django.db import connection
from django.db.models import Count

from accounts.models import Notice, User
from common.city_time import city_day
from merchants.mall import wishing
from merchants.models import Offer, RestockWish

TOLD_A_RUN = 1000


def wish(*, citizen: User, offer: Offer, now: datetime) -> None:
    wishing.wish(citizen=citizen, offer=offer, now=now)


def tell(*, now: datetime) -> int:
    """As the job does; returns how many were told."""
    told = 0
    while some := wishing.tell_restocked(now=now, limit=TOLD_A_RUN):
        told += some
    while wishing.forget_over(now=now, limit=TOLD_A_RUN):
        pass
    return told


def waiting() -> set[tuple[int, int]]:
    """Citizens with the offers of which they wait for more, both by number."""
    return set(RestockWish.objects.values_list("citizen_id", "offer_id"))


def left(now: datetime) -> dict[int, int]:
    """What can be had now of each limited offer that is in the mall: released, less what is out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT offer.id, sum(release.quantity) - sum(
                (SELECT count(*) FROM merchants_redemption AS out
                 WHERE out.release_id = release.id AND out.released_at IS NULL)
            )
            FROM merchants_offer AS offer
            JOIN merchants_stockrelease AS release ON release.offer_id = offer.id AND release.opens_at <= %(now)s
            JOIN merchants_merchant AS merchant ON merchant.id = offer.merchant_id
            WHERE offer.status = 'published' AND merchant.status = 'approved' AND offer.is_limited
              AND %(today)s BETWEEN offer.starts_on AND offer.ends_on
              AND (offer.kind = 'transit' OR EXISTS (
                  SELECT FROM merchants_shop AS shop WHERE shop.merchant_id = merchant.id AND shop.is_open
              ))
            GROUP BY 1
            """,
            {"now": now, "today": city_day(now)},
        )
        return {offer_id: int(pieces) for offer_id, pieces in cursor.fetchall()}


def address_of(offer: Offer) -> str:
    """By which what is told names it."""
    return offer.get_absolute_url()


def times_told() -> dict[tuple[int, str], int]:
    """How often each citizen was told of more, by the address of the offer."""
    told = Notice.objects.filter(code=wishing.RESTOCKED).order_by().values_list("citizen_id", "path")
    return {(citizen_id, path): count for citizen_id, path, count in told.annotate(Count("pk"))}
