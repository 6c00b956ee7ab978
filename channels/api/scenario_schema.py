"""What the API tells of scenarios, as JSON Schema."""

from activities.telling.as_data import COUNTING
from common.json_schema import (
    NUMBER,
    NUMBER_OR_NONE,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    Schema,
    coded,
    list_of,
    object_of,
    said,
)
from methodologies.base import Entry, Span

_ASKED: Schema = {
    "name": said("The member of `claim` that it fills."),
    "label": STRING,
    "hint": STRING,
    "is_optional": TRUTH,
}
QUANTITY = object_of(
    {
        **_ASKED,
        "kind": coded("quantity"),
        "unit": said("The unit in which people enter it."),
        "per_unit": said("How many of the claim’s whole numbers one entered unit is: 1000 for metres of a km.", NUMBER),
        "places": said("Decimal places that people may enter.", NUMBER),
        "is_typed": said("Whether people are asked for it; if not, only devices know it.", TRUTH),
        "least": said("In the claim’s small unit; `null`: none.", NUMBER_OR_NONE),
        "most": NUMBER_OR_NONE,
    },
    title="quantity",
)
OPTION = object_of(
    {
        "code": said("What the claim holds."),
        "label": STRING,
        "group": said("The heading under which long lists show it."),
        "search": said("Further words by which people look for it."),
    }
)
CHOICE = object_of({**_ASKED, "kind": coded("choice"), "options": list_of(OPTION)}, title="choice")
WAY = object_of({"code": STRING, "name": STRING})
_SCENARIO: Schema = {
    "scenario": {"type": "string", "example": "walking"},
    "name": STRING,
    "summary": STRING,
    "icon": STRING,
    "group": object_of({"code": STRING, "name": STRING}),
    "brings": said("What an act brings, in a few words for a menu; may be empty."),
    "span": said("Which time an item names: `day`, `started_at` and `ended_at`, or `at`.", coded(*Span)),
    "entry": said("How people say when a period was.", coded(*Entry)),
    "counts_a": {
        **coded("car", "meter"),
        "nullable": True,
        "description": "What must be bound first (`/api/v1/vehicles`, `/api/v1/meters`).",
    },
    "fields": list_of({"oneOf": [QUANTITY, CHOICE]}),
    "days_back": said("So many days back one’s own word is taken; 0: today alone; `null`: never.", NUMBER_OR_NONE),
    "longest_days": said("A period lasts at most so many days.", NUMBER),
    "sent_to": said("The address that takes acts of it; `null` where programs send none.", STRING_OR_NONE),
    "ways": said("The ways in that its rule leaves open.", list_of(WAY)),
    "is_awaited": said("Whether nobody can earn in it until an operator is connected.", TRUTH),
    "grams_per_credit": NUMBER_OR_NONE,
    "credits_each": NUMBER_OR_NONE,
    "version": said("The number of the rule’s version in force.", NUMBER),
}
SCENARIOS = object_of({"scenarios": list_of(object_of(_SCENARIO))})
SCENARIO = object_of({**_SCENARIO, "counting": COUNTING})
