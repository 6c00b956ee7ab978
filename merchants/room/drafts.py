"""Offers as their merchant writes them: only a draft is changed; what citizens or the desk have seen stays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from common.city_time import city_day
from common.texts import Text
from merchants import editions, offer_states, stock
from merchants.models import Merchant, Offer, OfferKind, OfferStatus, Shop
from merchants.refusals import NoMoreADraft, NotCopied, TooManyDrafts

KINDS = (OfferKind.GOODS, OfferKind.DISCOUNT, OfferKind.BILL)
"""What merchants write themselves; tickets need codes and donations a cause, both at the desk."""
MOST_DRAFTS = 50
NOT_SHOWN_YET = (OfferStatus.DRAFT, OfferStatus.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a merchant says of an offer. No shops means every shop of the merchant."""

    kind: OfferKind
    title: Text
    terms: Text
    picture: str
    price: int
    settlement_fen: int
    starts_on: date
    ends_on: date
    weekdays: Sequence[int]
    shops: Sequence[Shop]
    voucher_days: int
    is_limited: bool
    limit_count: int | None
    limit_days: int | None
    value_fen: int = 0
    rest_stays: bool = True


COPIED = tuple(field.name for field in fields(Draft) if field.name != "shops")


@transaction.atomic
def write(*, merchant: Merchant, draft: Draft) -> Offer:
    """A new draft. Raises `TooManyDrafts`."""
    _check_room(merchant)
    offer = Offer.objects.create(merchant=merchant, **_values(draft))
    offer.shops.set(draft.shops)
    return offer


@transaction.atomic
def copy(*, offer: Offer, now: datetime) -> Offer:
    """A draft that says the same, with its photo. What is over begins today and lasts as long; stock is released anew.

    Raises `TooManyDrafts`, and `NotCopied` of what merchants do not write themselves.
    """
    if offer.kind not in KINDS:
        raise NotCopied
    # Its photo is not replaced, and so not removed, before the copy names it, too.
    locked, today = offer_states.lock(offer), city_day(now)
    assert locked.merchant is not None
    _check_room(locked.merchant)
    said = {name: getattr(locked, name) for name in COPIED}
    if locked.ends_on < today:
        said |= {"starts_on": today, "ends_on": today + (locked.ends_on - locked.starts_on)}
    copied = Offer.objects.create(merchant=locked.merchant, photo=locked.photo, **said)
    copied.shops.set(locked.shops.all())
    return copied


@transaction.atomic
def rewrite(*, offer: Offer, draft: Draft) -> Offer:
    """The same draft in other words. Stock that was released for other days is taken away. Raises `NoMoreADraft`."""
    locked = lock_draft(offer)
    days = (locked.starts_on, locked.ends_on)
    for name, value in _values(draft).items():
        setattr(locked, name, value)
    locked.save()
    locked.shops.set(draft.shops)
    if days != (draft.starts_on, draft.ends_on) or not draft.is_limited:
        stock.take_back(locked)
    return locked


@transaction.atomic
def discard(*, offer: Offer, seen: str) -> None:
    """Throws a draft away: nobody but its merchant has seen it. Raises `NoMoreADraft`.

    `seen` is the edition that was shown; where somebody has written another meanwhile, raises `ChangedSince`.
    """
    locked = lock_draft(offer)
    if locked.published_at is not None:
        raise NoMoreADraft
    editions.check_offer(locked, seen)
    locked.releases.all().delete()
    locked.delete()


def _check_room(merchant: Merchant) -> None:
    """Locks the merchant. Raises `TooManyDrafts`."""
    Merchant.objects.select_for_update(no_key=True).get(pk=merchant.pk)
    if Offer.objects.filter(merchant=merchant, status__in=NOT_SHOWN_YET).count() >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)


def _values(draft: Draft) -> dict[str, object]:
    assert draft.kind in KINDS
    return {
        "kind": draft.kind,
        "title": draft.title,
        "terms": draft.terms,
        "picture": draft.picture,
        "price": draft.price,
        "settlement_fen": draft.settlement_fen,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "weekdays": list(draft.weekdays),
        "voucher_days": draft.voucher_days,
        "is_limited": draft.is_limited,
        "limit_count": draft.limit_count,
        "limit_days": draft.limit_days,
        "value_fen": draft.value_fen,
        "rest_stays": draft.rest_stays,
    }


def lock_draft(offer: Offer) -> Offer:
    """A draft that a merchant writes itself, locked. Raises `NoMoreADraft`."""
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if not locked.is_draft or locked.kind not in KINDS:
        raise NoMoreADraft
    return locked
