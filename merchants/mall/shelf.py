"""Offers as a program finds them and as redeeming reads them again: whole, with who gives them, by one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from common.prepared import Prepared, Whole
from merchants.models import AT_ONCE, Cause, Merchant, Offer

_OFFER, _MERCHANT, _CAUSE = Whole(Offer, "offer"), Whole(Merchant, "merchant"), Whole(Cause, "cause")
_COLUMNS = f"{_OFFER.columns}, {_MERCHANT.columns}, {_CAUSE.columns}"
_WITH_GIVER = """
    FROM merchants_offer AS offer
    LEFT JOIN merchants_merchant AS merchant ON merchant.id = offer.merchant_id
    LEFT JOIN merchants_cause AS cause ON cause.id = offer.cause_id
"""
_FOUND = Prepared(
    "offer_by_public_id",
    f"SELECT {_COLUMNS} {_WITH_GIVER} WHERE offer.public_id = $1::text AND offer.published_at IS NOT NULL",
)
_AT_ONCE = ", ".join(f"'{kind}'" for kind in AT_ONCE)
_AGAIN = Prepared(
    "offer_by_id",
    f"""
    SELECT {_COLUMNS},
        offer.kind IN ({_AT_ONCE}) OR EXISTS (
            SELECT FROM merchants_shop AS shop
            WHERE shop.merchant_id = offer.merchant_id AND shop.is_open AND (
                EXISTS (SELECT FROM merchants_offer_shops WHERE offer_id = offer.id AND shop_id = shop.id)
                OR NOT EXISTS (SELECT FROM merchants_offer_shops WHERE offer_id = offer.id)
            )
        ),
        EXISTS (
            SELECT FROM merchants_membership AS member
            WHERE member.merchant_id = offer.merchant_id AND member.user_id = $2::bigint AND member.ended_at IS NULL
        )
    {_WITH_GIVER} WHERE offer.id = $1::bigint
    """,  # noqa: S608, names of columns and of kinds
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an offer stands for a citizen now."""

    offer: Offer
    has_till: bool
    """An open shop takes its vouchers, or it needs none."""
    works_there: bool
    """The citizen works for its merchant."""


def find(public_id: str) -> Offer | None:
    """An offer that is or was on show; a draft is nobody's to see yet."""
    row = _FOUND.row(public_id)
    return _offer(iter(row)) if row else None


def read_again(offer: Offer, citizen_id: int) -> Standing:
    """The offer as it is now."""
    row = _AGAIN.row(offer.pk, citizen_id)
    assert row is not None, "an offer that was read is never removed"
    cells = iter(row)
    return Standing(_offer(cells), *cells)


def _offer(cells: Iterator[Any]) -> Offer:
    offer = _OFFER.read(cells)
    offer.merchant, offer.cause = _MERCHANT.read_if_any(cells), _CAUSE.read_if_any(cells)
    return offer
