"""What the API tells of campaigns, sign-ups, trophies and teams, as JSON Schema."""

from campaigns.models import BonusKind, Joining, Mode, Phase, Proving, SignUpStatus
from common.json_schema import (
    DAY,
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

CAMPAIGN = object_of(
    {
        "campaign": said("Its code, by which it is named.", {"type": "string", "example": "snow-mountains"}),
        "title": TEXT,
        "text": TEXT,
        "phase": coded(*(phase.value for phase in Phase)),
        "mode": coded(*Mode.values),
        "place": said("Where it is, in words."),
        "district": STRING,
        "venue": said("The venue’s id.", STRING_OR_NONE),
        "starts_at": MOMENT,
        "ends_at": said("The first moment after it.", MOMENT),
        "signup_from": MOMENT,
        "signup_until": MOMENT,
        "places": said("How many there are; `null`: no limit.", NUMBER_OR_NONE),
        "room": said("Whether there is room, in words."),
        "joining": said("Who may join.", coded(*Joining.values)),
        "proving": said("How one checks in.", coded(*Proving.values)),
        "bonus": coded(*BonusKind.values),
        "bonus_words": said("The bonus in a sentence."),
        "scenarios": list_of(STRING),
    }
)
CAMPAIGNS = page_of("campaigns", CAMPAIGN)
_LISTED = object_of(
    {
        "campaign": STRING,
        "title": TEXT,
        "status": coded(*SignUpStatus.values),
        "wants_reminders": TRUTH,
        "signed_up_at": MOMENT,
        "checked_in_at": MOMENT_OR_NONE,
    }
)
SIGNUP = object_of(
    {
        **_LISTED["properties"],
        "ahead": said("How many wait before you at least, in fives; below five it is 0.", NUMBER),
        "earned": said("Credits of bonus so far.", NUMBER),
    }
)
SIGNUPS = page_of("signups", _LISTED)
SIGNUP_REQUEST = object_of(
    {"campaign": STRING},
    optional={"is_adult": said("Asked of campaigns for adults.", TRUTH), "wants_reminders": TRUTH},
    example={"campaign": "snow-mountains", "wants_reminders": True},
)
REMIND_REQUEST = object_of({"is_wanted": TRUTH}, example={"is_wanted": True})
CHECK_IN_REQUEST = object_of({"code": said("The six digits on the organiser’s screen.")}, example={"code": "482913"})
CHECKED_IN = object_of(
    {"is_repeated": TRUTH, "credits": said("Of bonus.", NUMBER), "detail": said("What came of it, in a sentence.")}
)
TICKET = object_of(
    {"code": said("What staff scan, as a QR code."), "changes_in_s": said("Ask again after so many seconds.", NUMBER)}
)
TROPHY = object_of(
    {
        "trophy": PUBLIC_ID,
        "code": STRING,
        "name": TEXT,
        "asks": said("What it is earned by, in words."),
        "earned_on": DAY,
        "shown_as": said("The id under which everybody sees it, where it is shown.", STRING_OR_NONE),
    }
)
TROPHIES = object_of(
    {
        "trophies": list_of(TROPHY),
        "others": said(
            "What else there is to earn.", list_of(object_of({"code": STRING, "name": TEXT, "asks": STRING}))
        ),
    }
)
TEAMS = object_of(
    {
        "teams": list_of(
            object_of(
                {
                    "team": PUBLIC_ID,
                    "name": STRING,
                    "nickname": said("What others there see of you."),
                    "told": said(
                        "What all avoided in the month of which it was told last: at least so many kilograms.",
                        or_none(object_of({"month": STRING, "kilograms": NUMBER})),
                    ),
                    "place": said("Yours this month, where you are among the first few.", NUMBER_OR_NONE),
                }
            )
        )
    }
)
