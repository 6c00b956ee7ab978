"""What the API tells of an act and of a citizen's credits, as JSON Schema."""

from typing import Any

from activities.telling.as_data import EXPLANATION_OR_NONE, TOLD
from common.json_schema import (
    DAY,
    DAY_OR_NONE,
    MOMENT,
    MOMENT_OR_NONE,
    NUMBER,
    NUMBER_OR_NONE,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TEXT,
    TRUTH,
    coded,
    list_of,
    object_of,
    or_none,
    page_of,
    said,
)
from credits import statements
from merchants.mall.within_reach import Reach
from merchants.models import Offer

REWARD = object_of({"offer": PUBLIC_ID, "title": TEXT, "price": NUMBER})
REACH = object_of(
    {
        "affordable": said("The dearest reward that the balance pays.", or_none(REWARD)),
        "next": said("The cheapest that it does not pay yet.", or_none(REWARD)),
        "missing": said("Credits from the balance to `next`.", NUMBER),
    }
)
BONUS = object_of(
    {
        "campaign": said("The campaign’s code."),
        "title": TEXT,
        "credits": NUMBER,
        "cut": said("The code of why it was less; empty where it was not."),
        "is_returned": said("Whether it was taken back with the act.", TRUTH),
    }
)
_OTHER_ACT = said("An act’s id.", STRING_OR_NONE)
EXPLAINED = object_of(
    {
        **TOLD["properties"],
        "proof": said("How well it is proven, in words."),
        "explanation": said("How a scored act was counted.", EXPLANATION_OR_NONE),
        "reason": said("Why it was refused or taken back, in whole sentences; else empty."),
        "doubts": said("What spoke against an act that is checked or was refused.", list_of(STRING)),
        "decided_by": said("The last moment of a decision that is awaited.", MOMENT_OR_NONE),
        "rests_until": said("Until when it waits since earning rests, at the latest.", MOMENT_OR_NONE),
        "waits_for": _OTHER_ACT,
        "counts_again_as": _OTHER_ACT,
        "counted_before_as": _OTHER_ACT,
        "bonuses": list_of(BONUS),
        "venue": said("Where a visit was.", STRING_OR_NONE),
        "expires_on": said("The last day on which its credits can be spent.", DAY_OR_NONE),
        "can_be_withdrawn": TRUTH,
        "balance": NUMBER,
        "reach": REACH,
    }
)
WITHDRAWAL = object_of({"grams": NUMBER, "credits": NUMBER, "edition": said("Send it back to withdraw.")})
WITHDRAWAL_REQUEST = object_of({"edition": said("The `edition` of what was shown.")})

BALANCE = object_of(
    {
        "available": said("Credits that can be spent today.", NUMBER),
        "held": said("Credits set aside for vouchers that no till has taken.", NUMBER),
        "owed": said("Credits that what is earned next repays.", NUMBER),
        "vintages": list_of(object_of({"expires_on": DAY, "credits": NUMBER})),
        "reach": REACH,
    }
)
LINE = object_of(
    {
        "line": said("A number of its own, the higher the later.", NUMBER),
        "kind": coded(*statements.KINDS),
        "title": said("What it was, in words."),
        "said": said("Of an act: what was claimed."),
        "change": said("Credits, with their sign.", NUMBER),
        "balance": said("What was available after it; `null` where only one kind is asked for.", NUMBER_OR_NONE),
        "expires_on": DAY_OR_NONE,
        "happened_at": MOMENT,
        "posted_at": MOMENT,
        "path": said("The page of what it is about; empty where there is none."),
    }
)
STATEMENT = page_of("lines", LINE)


def reached(reach: Reach) -> dict[str, Any]:
    return {"affordable": _reward(reach.affordable), "next": _reward(reach.next), "missing": reach.missing}


def _reward(offer: Offer | None) -> dict[str, Any] | None:
    return {"offer": offer.public_id, "title": offer.title, "price": offer.price} if offer else None
