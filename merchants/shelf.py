"""Offers as a program finds them and as redeeming reads them again: whole, with who gives them, by one statement."""

from common.prepared import Prepared, Whole
from merchants.models import Cause, Merchant, Offer

_OFFER, _MERCHANT, _CAUSE = Whole(Offer, "offer"), Whole(Merchant, "merchant"), Whole(Cause, "cause")
_WITH_GIVER = f"""
    SELECT {_OFFER.columns}, {_MERCHANT.columns}, {_CAUSE.columns}
    FROM merchants_offer AS offer
    LEFT JOIN merchants_merchant AS merchant ON merchant.id = offer.merchant_id
    LEFT JOIN merchants_cause AS cause ON cause.id = offer.cause_id
"""  # noqa: S608, names of columns
_FOUND = Prepared(
    "offer_by_public_id", f"{_WITH_GIVER} WHERE offer.public_id = $1::text AND offer.published_at IS NOT NULL"
)
_AGAIN = Prepared("offer_by_id", f"{_WITH_GIVER} WHERE offer.id = $1::bigint")


def find(public_id: str) -> Offer | None:
    """An offer that is or was on show; a draft is nobody's to see yet."""
    return _only(_FOUND.rows(public_id))


def read_again(offer: Offer) -> Offer:
    """The offer as it is now."""
    found = _only(_AGAIN.rows(offer.pk))
    assert found is not None, "an offer that was read is never removed"
    return found


def _only(rows: list[tuple[object, ...]]) -> Offer | None:
    if not rows:
        return None
    cells = iter(rows[0])
    offer = _OFFER.read(cells)
    offer.merchant, offer.cause = _MERCHANT.read_if_any(cells), _CAUSE.read_if_any(cells)
    return offer
