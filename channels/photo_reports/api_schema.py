"""The requests and answers of photo reports as JSON Schema."""

from channels.photo_reports.models import MOST_WORDS, PlaceSource, ReportStatus
from channels.photo_reports.words import CATEGORIES
from common.json_schema import (
    MOMENT,
    MOMENT_OR_NONE,
    PHOTO,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    coded,
    list_of,
    object_of,
    or_none,
    page_of,
    said,
)

DEGREES = said("Degrees of WGS 84, as text, at most six decimal places.", {"type": "string", "example": "30.657000"})
PLACE = object_of({"latitude": DEGREES, "longitude": DEGREES})
PHOTO_REQUEST = object_of({"photo": PHOTO})
DRAFT = object_of(
    {
        "photo": PUBLIC_ID,
        "received_at": MOMENT,
        "place": said("Where it was taken, where the photo says so.", or_none(PLACE)),
    }
)
CATEGORIES_TOLD = object_of({"categories": list_of(object_of({"code": STRING, "name": STRING}))})
REPORT_REQUEST = object_of(
    {"photo": PUBLIC_ID, "category": coded(*CATEGORIES)},
    optional={
        "words": {"type": "string", "maxLength": MOST_WORDS},
        "latitude": {"type": "number"},
        "longitude": {"type": "number"},
        "place_source": coded(*PlaceSource.values),
        "despite_nearby": TRUTH,
    },
    example={"photo": "8xk2mw3hq7d9c5vt", "category": "litter", "latitude": 30.657, "longitude": 104.066},
)
REPORT = object_of(
    {
        "report": PUBLIC_ID,
        "category": STRING,
        "category_name": STRING,
        "words": STRING,
        "place": or_none(PLACE),
        "status": coded(*ReportStatus.values),
        "state": said("The status in words."),
        "reason": said("Why it was not accepted, in words; else empty."),
        "note": said("What the desk said besides."),
        "sent_at": MOMENT,
        "decided_at": MOMENT_OR_NONE,
        "picture": said("A page’s address of the picture, for who is signed in there; it ends after an hour or two."),
    },
    optional={"activity": said("The act that it earned; told of one report alone.", STRING_OR_NONE)},
)
REPORT_PAGE = page_of("reports", REPORT)
