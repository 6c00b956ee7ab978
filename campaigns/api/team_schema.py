"""What the API tells of a team, its members and consents, as JSON Schema."""

from campaigns.api.schema import TEAMS
from campaigns.teams.forms import ADULT, YOUNGER
from common.json_schema import (
    DAY,
    MOMENT,
    NUMBER,
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

LISTED = TEAMS["properties"]["teams"]["items"]
_PLACE = object_of({"place": NUMBER, "name": STRING, "grams": NUMBER, "days": NUMBER, "is_own": TRUTH})
TEAM = object_of(
    {
        **LISTED["properties"],
        "members": said("How many there are.", NUMBER),
        "first": said("The first few of this month; the lower half is never listed.", list_of(_PLACE)),
        "is_captain": said("Whether you lead it.", TRUTH),
        "code": said("Of the invitation, for its captain alone.", STRING_OR_NONE),
    }
)
MEMBERS = page_of(
    "members",
    object_of({"member": PUBLIC_ID, "nickname": said("As they are called there."), "joined_on": DAY, "is_own": TRUTH}),
)
_AGE = said("Asked of whoever was in no team before; who is younger needs a parent or guardian.", coded(ADULT, YOUNGER))
_NICKNAME = said("What others there see of you; none where you leave it out.")
JOIN_REQUEST = object_of(
    {"code": said("Of the invitation.")},
    optional={"nickname": _NICKNAME, "age": _AGE},
    example={"code": "8xk2mw3hq7d9c5vt", "age": "adult", "nickname": "竹子"},
)
FOUND_REQUEST = object_of(
    {"name": said("Of the team.")},
    optional={"nickname": _NICKNAME, "age": _AGE},
    example={"name": "竹林队", "age": "adult", "nickname": "竹子"},
)
NICKNAME_REQUEST = object_of({"nickname": said("Empty: none.")}, example={"nickname": "竹叶"})
NAME_REQUEST = object_of({"name": said("Another name, where the desk has hidden the one of before.")})
_TEAMS = said("Those that end with it.", list_of(object_of({"team": PUBLIC_ID, "name": STRING})))
CONSENT = object_of({"text": said("The edition of the text."), "given_at": MOMENT, "teams": _TEAMS, "edition": STRING})
CHILD = object_of(
    {
        "child": PUBLIC_ID,
        "name": said("Its number, with the middle hidden."),
        "is_standing": TRUTH,
        "consent": or_none(CONSENT),
    }
)
CONSENTS = object_of(
    {
        "own": said("Yours to be in teams; `null`: none.", or_none(CONSENT)),
        "decided_for_you": said("Whether a parent or guardian decides for you.", TRUTH),
        "children": said("For whom you have decided.", list_of(CHILD)),
    }
)
WORD = object_of({"word": said("Give it to your parent or guardian; it lasts seven days."), "link": STRING})
GIVE_REQUEST = object_of(
    {"word": said("That a child has sent you."), "is_guardian": said("That you are 18 or older and theirs.", TRUTH)}
)
END_REQUEST = object_of(
    {"edition": said("Of what was shown; where another team has come since, nothing ends.")},
    optional={"child": said("Whose; without it your own.")},
)
CHILD_REQUEST = object_of({"child": PUBLIC_ID})
