"""The requests and answers of the mall's API as JSON Schema."""

from common.json_schema import MOMENT, MOMENT_OR_NONE, TEXT, Schema, object_of, page_of
from merchants.models import OfferKind, RedemptionStatus

OFFER = object_of(
    {
        "offer": {"type": "string"},
        "kind": {"type": "string", "enum": OfferKind.values},
        "title": TEXT,
        "terms": TEXT,
        "giver": {**TEXT, "description": "The merchant, or the cause of a donation."},
        "price": {"type": "integer", "description": "Credits."},
        "starts_on": {"type": "string", "format": "date"},
        "ends_on": {"type": "string", "format": "date"},
        "weekdays": {"type": "array", "items": {"type": "integer"}, "description": "1 is Monday."},
        "value_fen": {"type": "integer", "nullable": True, "description": "What it takes off bills, where it does."},
        "rest_stays": {
            "type": "boolean",
            "nullable": True,
            "description": "Else what a bill does not need comes back.",
        },
        "left": {"type": "integer", "nullable": True, "description": "`null` where there is no limit."},
        "more_at": MOMENT_OR_NONE,
    }
)
OFFER_PAGE = page_of("offers", OFFER)

REDEMPTION_REQUEST = object_of(
    {
        "offer": {"type": "string", "example": "8xk2mw3hq7d9c5vt"},
        "price": {"type": "integer", "description": "Credits: the offer’s `price`, as you saw it.", "example": 30},
    }
)
RELEASE_REQUEST: Schema = {
    "type": "object",
    "properties": {"expiring": {"type": "integer", "default": 0, "description": "Credits known to expire with it."}},
}
PART = object_of(
    {
        "part": {"type": "string"},
        "value_fen": {"type": "integer"},
        "price": {"type": "integer"},
        "status": {"type": "string", "enum": RedemptionStatus.values},
        "used_at": MOMENT_OR_NONE,
        "shop": {**TEXT, "nullable": True},
    }
)
REDEMPTION = object_of(
    {
        "redemption": {"type": "string"},
        "offer": {"type": "string"},
        "title": TEXT,
        "price": {"type": "integer"},
        "status": {"type": "string", "enum": RedemptionStatus.values},
        "redeemed_at": MOMENT,
        "usable_until": MOMENT,
        "used_at": MOMENT_OR_NONE,
        "shop": {**TEXT, "nullable": True},
        "code": {"type": "string", "nullable": True, "description": "12 digits, as long as a till takes it."},
        "code_changes_in_s": {"type": "integer", "nullable": True},
        "ticket": {"type": "string", "nullable": True, "description": "The code of a transit ticket."},
        "value_fen": {"type": "integer", "nullable": True, "description": "What it takes off bills, where it does."},
        "left_fen": {"type": "integer", "nullable": True, "description": "Of that, what no part has taken."},
        "left": {"type": "integer", "nullable": True, "description": "Credits that no part has taken."},
        "parts": {"type": "array", "items": PART, "description": "What tills took of it, the first one first."},
    }
)
REDEMPTION_PAGE = page_of("redemptions", REDEMPTION)

CAPTURE_REQUEST = object_of(
    {
        "shop": {"type": "string", "description": "Where you work."},
        "code": {"type": "string", "description": "The 12 digits as scanned or typed.", "example": "123456789012"},
    }
)
CAPTURE_REQUEST["properties"]["amount_fen"] = {
    "type": "integer",
    "description": "How much of a bill the voucher pays, where it is taken off bills.",
}
PART_TAKEN = object_of(
    {
        "value_fen": {"type": "integer", "description": "What was taken off the bill."},
        "price": {"type": "integer", "description": "For so many credits."},
        "left_fen": {"type": "integer", "description": "What is left of the voucher."},
    }
)
CAPTURE = object_of(
    {
        "capture": {"type": "string"},
        "title": TEXT,
        "used_at": MOMENT_OR_NONE,
        "shop": {**TEXT, "nullable": True},
        "part": {**PART_TAKEN, "nullable": True},
    }
)
UNDO_REQUEST: Schema = {
    "type": "object",
    "properties": {"used_at": {**MOMENT, "description": "The capture’s `used_at`: which use is to be undone."}},
}
