"""The requests and answers of claims and appeals as JSON Schema."""

from common.json_schema import (
    DAY,
    MOMENT,
    MOMENT_OR_NONE,
    PHOTO,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    Schema,
    coded,
    list_of,
    object_of,
    or_none,
    page_of,
    said,
)
from review.forms import MOST_NAME, MOST_SAID
from review.models import AppealStatus, ClaimStatus

CLAIMABLE = object_of({"scenarios": list_of(object_of({"scenario": STRING, "name": STRING}))})
_THROUGH: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_NAME,
    "description": "Over which app, card or shop.",
}
_WORDS: Schema = {"type": "string", "maxLength": MOST_SAID}
CLAIM_REQUEST = object_of(
    {"activity": {"type": "object"}, "through": _THROUGH},
    optional={"words": _WORDS},
    example={
        "activity": {
            "scenario": "walking",
            "day": "2026-11-22",
            "claim": {"steps": 8000},
        },
        "through": "微信运动",
        "words": "当天走了路，但没有记录",
    },
)
CLAIM_WITH_PHOTO = object_of(
    {"activity": said("The item, written as JSON."), "through": _THROUGH}, optional={"words": _WORDS, "photo": PHOTO}
)
CLAIM = object_of(
    {
        "claim": PUBLIC_ID,
        "scenario": STRING,
        "name": said("The scenario’s name."),
        "said": said("What was claimed, part by part.", list_of(STRING)),
        "started_at": MOMENT,
        "ended_at": MOMENT,
        "through": STRING,
        "words": STRING,
        "status": coded(*ClaimStatus.values),
        "state": said("The status in words."),
        "reason": said("Why it was not recorded, in words; else empty."),
        "note": STRING,
        "sent_at": MOMENT,
        "answered_by": said("The last day on which it is to be answered.", DAY),
        "decided_at": MOMENT_OR_NONE,
        "activity": said("The act as which it was recorded.", STRING_OR_NONE),
    }
)
CLAIM_PAGE = page_of("claims", CLAIM)
APPEAL_REQUEST = object_of(
    {"words": {**_WORDS, "minLength": 1}}, example={"words": "照片是当天在现场拍的，请再看一次。"}
)
_ANSWER = object_of(
    {
        "words": STRING,
        "status": coded(*AppealStatus.values),
        "state": STRING,
        "reason": STRING,
        "note": STRING,
        "sent_at": MOMENT,
        "answered_by": DAY,
        "decided_at": MOMENT_OR_NONE,
    }
)
APPEAL = object_of(
    {
        "kind": STRING,
        "decision": PUBLIC_ID,
        "said": said("What was decided about, in words."),
        "state": STRING,
        "reason": STRING,
        "decided_at": MOMENT_OR_NONE,
        "until": said("The last moment of an appeal.", MOMENT_OR_NONE),
        "may_be_appealed": TRUTH,
        "appeal": or_none(_ANSWER),
    }
)


APPEAL_WITH_PHOTO = object_of({"words": {**_WORDS, "minLength": 1}}, optional={"photo": PHOTO})
