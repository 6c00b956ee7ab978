"""What an offer or an application says, as one word: a page that asks to confirm it carries the word back.

Where the word is another by then, what would be done is not what was shown, and nothing is done.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256

from merchants.businesses import contact_of
from merchants.models import Merchant, Offer
from merchants.refusals import ChangedSince

LENGTH = 16
OF_OFFER = (
    "kind",
    "merchant_id",
    "cause_id",
    "title",
    "terms",
    "picture",
    "photo",
    "price",
    "settlement_fen",
    "starts_on",
    "ends_on",
    "weekdays",
    "voucher_days",
    "is_limited",
    "limit_count",
    "limit_days",
    "value_fen",
    "rest_stays",
    "submitted_at",
    "status",
    "published_at",
)
OF_MERCHANT = ("name", "business", "licence_number", "legal_name", "status", "status_at")
OF_SHOP = ("name", "district", "address")


def of_offer(offer: Offer) -> str:
    """All that the desk decides on and citizens read, and where it stands; not the stock, which goes on changing."""
    shops = sorted(offer.shops.values_list("pk", flat=True))
    return _word([getattr(offer, name) for name in OF_OFFER], shops)


def check_offer(locked: Offer, seen: str) -> None:
    """Raises `ChangedSince` where an edition is not that of the offer, or a page sent none."""
    if of_offer(locked) != seen:
        raise ChangedSince


def of_merchant(merchant: Merchant) -> str:
    """What a merchant was applied for with, its first shop and bank accounts included, and since when it waits."""
    shop, contact = merchant.first_shop(), contact_of(merchant)
    return _word(
        [getattr(merchant, name) for name in OF_MERCHANT],
        [getattr(shop, name) for name in OF_SHOP] if shop else [],
        [contact.name, contact.phone] if contact else [],
        sorted(map(str, merchant.bank_accounts.values_list("pk", "withdrawn_at"))),
    )


def of_what_is_shown(*said: object) -> str:
    """What a page says that it will do, as a form carries it back."""
    return _word(*said)


def _word(*said: object) -> str:
    return sha256(json.dumps(said, default=_plain, sort_keys=True).encode()).hexdigest()[:LENGTH]


def _plain(value: object) -> str:
    """A day or a moment; the same moment in any zone."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
