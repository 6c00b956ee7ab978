"""Redeeming: a citizen's credits are set aside for a voucher, spent at once for a ticket, or given to a cause.

One step is one transaction with its stock and its transfers. Locks: the citizen, then their ledger accounts, then the
stock; for a step on an existing voucher, the redemption first.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import citizens
from accounts.models import User
from common import one_by_one
from common.city_time import city_day, day_span
from common.prepared import Prepared
from credits import holds, ledger
from merchants import causes, codes, shelf, steps, stock, tickets
from merchants.models import (
    RELEASED,
    Membership,
    Offer,
    OfferKind,
    Redemption,
    RedemptionStatus,
    Role,
    Step,
)
from merchants.refusals import (
    KeyReused,
    LimitReached,
    NoDayLeft,
    NoShopOpen,
    NotAllowed,
    NotOnOffer,
    NotReleasable,
    PriceChanged,
    UnknownVoucher,
    WorksThere,
    WouldExpire,
)

ATTEMPTS_TO_NUMBER = 5
"""A million numbers a merchant: only one with most of them in unused vouchers would ever need so many."""
STEPS_OF_REFERENCES = ("hold", "capture", "release")


class NoFreeNumber(Exception):
    """A merchant has so many unused vouchers that no number is found for another one."""


@transaction.atomic
def redeem(*, citizen: User, offer: Offer, price: int, key: str, now: datetime) -> Redemption:
    """Exchanges credits for an offer at the price that the citizen has seen; the same key again returns the first.

    Raises a `NotOnOffer`, `PriceChanged`, `LimitReached`, `SoldOut`, `credits.ledger.InsufficientCredits`, and
    `KeyReused` where the key stands for another offer or price.
    """
    citizens.lock(citizen.pk)
    if earlier := steps.redeemed_before(citizen, key):
        if (earlier.offer_id, earlier.price) != (offer.pk, price):
            raise KeyReused
        return earlier
    # Read again under the lock: it may have been withdrawn, or its price changed, since the page was made.
    standing = shelf.read_again(offer, citizen.pk)
    check_open(standing, now=now)
    offer = standing.offer
    if offer.price != price:
        raise PriceChanged(seen=price, price=offer.price)
    check_limit(citizen.pk, offer, now=now)
    chosen = holds.portions(citizen.pk, offer.price, today=city_day(now))
    redemption = _record(citizen, offer, now)
    steps.take(redemption, Step.HELD, actor_id=citizen.pk, key=key, now=now)
    ledger.post_all(_postings(redemption, chosen, now), now=now)
    _take_stock(redemption, now)
    return redemption


def check_open(standing: shelf.Standing, *, now: datetime) -> None:
    """Raises a `NotOnOffer` where a citizen cannot have an offer, or could not use what they had."""
    offer = standing.offer
    if not offer.is_on_show(now):
        raise NotOnOffer
    if standing.works_there:
        raise WorksThere(merchant=str(offer.merchant))
    if not standing.has_till:
        raise NoShopOpen
    if not offer.has_day_left(now):
        raise NoDayLeft(weekdays="、".join(offer.weekday_names()))


def check_limit(citizen_id: int, offer: Offer, *, now: datetime) -> None:
    """Raises `LimitReached` where a citizen has had an offer as often as one person may."""
    if offer.limit_count is None:
        return
    counted = Redemption.objects.of(citizen_id).counted().filter(offer=offer)
    if offer.limit_days is not None:
        first = city_day(now) - timedelta(days=offer.limit_days - 1)
        counted = counted.filter(held_at__gte=day_span(first)[0])
    if counted.count() >= offer.limit_count:
        raise LimitReached(limit_count=offer.limit_count, limit_days=offer.limit_days)


def give_back(*, citizen: User, redemption: Redemption, key: str, now: datetime, expiring: int = 0) -> Redemption:
    """The citizen gets the credits of an unused voucher back, but those that were said to expire at once.

    Raises `NotReleasable`, and `WouldExpire` where others would.
    """
    with transaction.atomic():
        own = _lock(redemption.pk)
        assert own.citizen_id == citizen.pk
        if own.status == RedemptionStatus.RETURNED:
            return own
        _check_expiring(own, expiring, now)
        return _release(own, RedemptionStatus.RETURNED, actor_id=citizen.pk, key=key, now=now)


def overdue_credits(redemption: Redemption, *, today: date) -> int:
    """What of a voucher's credits would expire at once if they returned today."""
    held = ledger.find_all(redemption.hold_reference())
    return sum(hold.amount for hold in held if hold.debit.expires_on is not None and hold.debit.expires_on < today)


def cancel(*, manager: Membership, redemption: Redemption, key: str, now: datetime, expiring: int = 0) -> Redemption:
    """The merchant gives an unused voucher's credits back, but those that were said to expire at once.

    Raises `UnknownVoucher`, `NotAllowed`, `NotReleasable`, and `WouldExpire` where others would.
    """
    with transaction.atomic():
        voucher = _lock(redemption.pk)
        if not manager.is_current or voucher.merchant_id != manager.merchant_id:
            raise UnknownVoucher
        if manager.role == Role.CASHIER:
            raise NotAllowed
        if voucher.status == RedemptionStatus.CANCELLED:
            return voucher
        _check_expiring(voucher, expiring, now)
        actor_id = manager.user_id
        return _release(voucher, RedemptionStatus.CANCELLED, actor_id=actor_id, membership=manager, key=key, now=now)


def expire_due(*, now: datetime, limit: int) -> int:
    """Gives the credits of at most `limit` overdue vouchers back; returns how many. Those in use now stay for later."""
    due = Redemption.objects.held().filter(expires_at__lte=now).order_by("expires_at")
    return one_by_one.each(due, lambda redemption_id: _expire(redemption_id, now), limit=limit)


def redemption_of(reference: str) -> int | None:
    """The redemption that a transfer's reference names; `None` for a transfer of another kind."""
    step, _colon, rest = reference.partition(":")
    return int(rest.partition(":")[0]) if step in STEPS_OF_REFERENCES else None


def _record(citizen: User, offer: Offer, now: datetime) -> Redemption:
    redemption = Redemption(
        citizen=citizen,
        offer=offer,
        merchant=offer.merchant,
        price=offer.price,
        settlement_fen=offer.settlement_fen,
        status=RedemptionStatus.HELD,
        secret=b"",
        held_at=now,
        expires_at=offer.voucher_ends_at(now),
    )
    if offer.kind in (OfferKind.DONATION, OfferKind.TRANSIT):
        redemption.status, redemption.captured_at = RedemptionStatus.REDEEMED, now
        redemption.captures = 1 if offer.kind == OfferKind.TRANSIT else 0
    else:
        redemption.secret = codes.new_secret()
    _insert(redemption)
    return redemption


_INSERT = Prepared(
    "record_redemption",
    """
    INSERT INTO merchants_redemption (public_id, citizen_id, offer_id, merchant_id, price, settlement_fen, status,
        number, secret, held_at, expires_at, captured_at, captures)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
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
        )
        if written:
            [redemption.pk] = written
            redemption._state.adding = False
            return
    raise NoFreeNumber


def _postings(redemption: Redemption, chosen: list[holds.Portion], now: datetime) -> list[ledger.Posting]:
    reference, offer = redemption.hold_reference(), redemption.offer
    if offer.cause is not None:
        causes.count_anew(offer.cause)
        return holds.donated(offer.cause.public_id, chosen, reference=reference, now=now)
    postings = holds.held(redemption.citizen_id, chosen, reference=reference, now=now)
    if redemption.is_ticket:
        # A ticket's code is seen at once: there is no till that could take it later.
        postings += capture_postings(redemption, postings, now=now)
    return postings


def capture_postings(redemption: Redemption, held: holds.Holds, *, now: datetime) -> list[ledger.Posting]:
    """What was set aside is spent, and the scheme owes the merchant the price of that time: one batch."""
    assert redemption.merchant is not None
    reference = redemption.capture_reference()
    fen = redemption.settlement_fen
    return [
        *holds.captured(held, reference=reference, now=now),
        *holds.owed(redemption.merchant.public_id, fen, reference=reference, now=now),
    ]


def _take_stock(redemption: Redemption, now: datetime) -> None:
    redemption.release = stock.take(redemption.offer, now=now)
    if redemption.release is not None:
        redemption.save(update_fields=["release"])
    if redemption.is_ticket:
        tickets.give(redemption)


def _lock(redemption_id: int) -> Redemption:
    redemptions = Redemption.objects.select_related("offer", "merchant")
    return redemptions.select_for_update(of=("self",), no_key=True).get(pk=redemption_id)


def _check_expiring(voucher: Redemption, said: int, now: datetime) -> None:
    if voucher.status != RedemptionStatus.HELD:
        raise NotReleasable
    expiring = overdue_credits(voucher, today=city_day(now))
    if expiring != said:
        raise WouldExpire(expiring=expiring, returning=voucher.price - expiring)


def _expire(redemption_id: int, now: datetime) -> bool:
    due = Redemption.objects.held().filter(pk=redemption_id, expires_at__lte=now)
    redemption = due.select_for_update(skip_locked=True, no_key=True).first()
    if redemption is None:
        return False
    _release(redemption, RedemptionStatus.EXPIRED, actor_id=None, key="", now=now)
    return True


def _release(
    redemption: Redemption,
    status: RedemptionStatus,
    *,
    actor_id: int | None,
    key: str,
    now: datetime,
    membership: Membership | None = None,
) -> Redemption:
    """The caller holds the redemption's lock."""
    assert status in RELEASED
    if redemption.status != RedemptionStatus.HELD:
        raise NotReleasable
    redemption.status, redemption.released_at = status, now
    redemption.save(update_fields=["status", "released_at"])
    steps.take(redemption, Step.RELEASED, actor_id=actor_id, key=key, now=now, membership=membership)
    held = ledger.find_all(redemption.hold_reference())
    ledger.post_all(holds.released(held, reference=redemption.release_reference(), now=now), now=now)
    if redemption.release_id is not None:
        stock.put_back(redemption.release_id)
    return redemption
