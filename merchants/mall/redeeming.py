"""Redeeming: a citizen's credits are set aside for a voucher, spent at once for a ticket, or given to a cause.

One step is one transaction with its stock and its transfers. Locks: the citizen, then their ledger accounts, then the
stock.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import citizens
from accounts.models import User
from accounts.standing.reading import check_spending
from common.city_time import city_day, day_span
from common.prepared import Prepared
from common.successors import formers_of
from common.texts import listed
from credits import holds, ledger
from merchants import codes, steps, stock, tickets
from merchants.codes import ATTEMPTS_TO_NUMBER
from merchants.mall import standing as standings
from merchants.mall.standing import Standing
from merchants.models import AT_ONCE, Merchant, Offer, OfferKind, Redemption, RedemptionStatus, Step
from merchants.models.offer import names_of
from merchants.refusals import (
    KeyReused,
    LimitReached,
    NoDayLeft,
    NoFreeNumber,
    NoShopOpen,
    NotOnOffer,
    PriceChanged,
    WorksThere,
)


@transaction.atomic
def redeem(*, citizen: User, offer: Offer, price: int, key: str, now: datetime) -> Redemption:
    """Exchanges credits for an offer at the price that the citizen has seen; the same key again returns the first.

    Raises a `NotOnOffer`, `PriceChanged`, `LimitReached`, `SoldOut`, `credits.ledger.InsufficientCredits`, and
    `KeyReused` where the key stands for another offer or price, `accounts.refusals.SpendingFrozen`.
    """
    citizens.lock(citizen.pk)
    if earlier := steps.redeemed_before(citizen, key):
        if (earlier.offer_id, earlier.price) != (offer.pk, price):
            raise KeyReused
        return earlier
    check_spending(citizen.pk, now=now)
    # Read again under the lock: it may have been withdrawn, or its price changed, since the page was made.
    standing = standings.read(offer.pk, citizen.pk)
    check_open(standing, now=now)
    if standing.price != price:
        raise PriceChanged(seen=price, price=standing.price)
    check_limit(citizen.pk, standing, now=now)
    chosen = holds.portions(citizen.pk, price, today=city_day(now))
    redemption = _record(citizen, offer, standing, now)
    steps.take(redemption.pk, Step.HELD, actor_id=citizen.pk, key=key, now=now)
    ledger.post_all(_postings(redemption, standing, chosen, now), now=now)
    _take_stock(redemption, standing, now)
    return redemption


def check_open(standing: Standing, *, now: datetime) -> None:
    """Raises a `NotOnOffer` where a citizen cannot have an offer, or could not use what they had."""
    if not standing.is_on_show(now):
        raise NotOnOffer
    if standing.works_there:
        assert standing.merchant_id is not None
        raise WorksThere(merchant=str(Merchant.objects.get(pk=standing.merchant_id)))
    if not standing.has_till:
        raise NoShopOpen
    if not standing.has_day_left(now):
        raise NoDayLeft(weekdays=listed(names_of(standing.weekdays)))


def check_limit(citizen_id: int, standing: Standing, *, now: datetime) -> None:
    """Raises `LimitReached` where a citizen has had an offer as often as one person may."""
    if standing.limit_count is None:
        return
    whose = [citizen_id, *formers_of(citizen_id)]
    counted = Redemption.objects.filter(citizen__in=whose).counted().filter(offer=standing.offer_id)
    if standing.limit_days is not None:
        first = city_day(now) - timedelta(days=standing.limit_days - 1)
        counted = counted.filter(held_at__gte=day_span(first)[0])
    if counted.count() >= standing.limit_count:
        raise LimitReached(limit_count=standing.limit_count, limit_days=standing.limit_days)


def _record(citizen: User, offer: Offer, standing: Standing, now: datetime) -> Redemption:
    redemption = Redemption(
        citizen=citizen,
        offer=offer,
        merchant_id=standing.merchant_id,
        price=standing.price,
        settlement_fen=standing.settlement_fen,
        status=RedemptionStatus.HELD,
        secret=b"",
        held_at=now,
        expires_at=standing.voucher_ends_at(now),
        value_fen=standing.value_fen,
    )
    if standing.kind in AT_ONCE:
        redemption.status, redemption.captured_at = RedemptionStatus.REDEEMED, now
        redemption.captures = 1 if standing.kind == OfferKind.TRANSIT else 0
    else:
        redemption.secret = codes.new_secret()
    _insert(redemption)
    return redemption


_INSERT = Prepared(
    "record_redemption",
    """
    INSERT INTO merchants_redemption (public_id, citizen_id, offer_id, merchant_id, price, settlement_fen, status,
        number, secret, held_at, expires_at, captured_at, captures, value_fen)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (merchant_id, number) WHERE status = 'held' DO NOTHING
    RETURNING id
    """,
)


def _insert(redemption: Redemption) -> None:
    """Writes a redemption; a voucher gets a first half of its code that no other held one of the merchant has."""
    for _attempt in range(ATTEMPTS_TO_NUMBER):
        redemption.number = codes.random_number() if redemption.secret else ""
        written = _INSERT.row(
            redemption.public_id,
            redemption.citizen_id,
            redemption.offer_id,
            redemption.merchant_id,
            redemption.price,
            redemption.settlement_fen,
            str(redemption.status),
            redemption.number,
            bytes(redemption.secret),
            redemption.held_at,
            redemption.expires_at,
            redemption.captured_at,
            redemption.captures,
            redemption.value_fen,
        )
        if written:
            [redemption.pk] = written
            redemption._state.adding = False
            return
    raise NoFreeNumber


def _postings(
    redemption: Redemption, standing: Standing, chosen: list[holds.Portion], now: datetime
) -> list[ledger.Posting]:
    reference = redemption.hold_reference()
    if standing.cause is not None:
        return holds.donated(standing.cause, chosen, reference=reference, now=now)
    postings = holds.held(redemption.citizen_id, chosen, reference=reference, now=now)
    if standing.kind == OfferKind.TRANSIT:
        # A ticket's code is seen at once: there is no till that could take it later.
        assert standing.merchant is not None
        fen, under = redemption.settlement_fen, redemption.capture_reference()
        postings += capture_postings(postings, merchant=standing.merchant, fen=fen, reference=under, now=now)
    return postings


def capture_postings(
    held: holds.Holds, *, merchant: str, fen: int, reference: str, now: datetime, span: holds.Span = holds.WHOLE
) -> list[ledger.Posting]:
    """What was set aside is spent, and the scheme owes the merchant the price of that time: one batch.

    `merchant` is its public id, `reference` that of the capture.
    """
    return [
        *holds.captured(held, reference=reference, now=now, span=span),
        *holds.owed(merchant, fen, reference=reference, now=now),
    ]


def _take_stock(redemption: Redemption, standing: Standing, now: datetime) -> None:
    if standing.is_limited:
        redemption.release = stock.take(standing.offer_id, now=now)
        redemption.save(update_fields=["release"])
    if standing.kind == OfferKind.TRANSIT:
        tickets.give(redemption)
