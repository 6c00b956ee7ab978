"""The requests and answers of cars, pledges and meters as JSON Schema."""

from accounts.districts import District
from channels.household.meters import MOST_PEOPLE
from channels.household.models import PledgeStatus
from channels.household.plates import Drive
from channels.household.pledges import MOST_DAYS
from common.json_schema import (
    DAY,
    DAY_OR_NONE,
    MOMENT,
    MOMENT_OR_NONE,
    NUMBER,
    NUMBER_OR_NONE,
    PHOTO,
    PUBLIC_ID,
    STRING,
    STRING_OR_NONE,
    TRUTH,
    Schema,
    coded,
    list_of,
    object_of,
    said,
)

DISTRICT: Schema = coded(*District.values)
VEHICLE_REQUEST = object_of(
    {"plate": {"type": "string", "maxLength": 20}},
    optional={
        "engine_l": said("The engine size in litres; of fuel cars alone.", {"type": "number"}),
        "district": said("Where a fuel car usually is.", DISTRICT),
    },
    example={"plate": "川A12345", "engine_l": 1.5, "district": "wuhou"},
)
DISTRICT_REQUEST = object_of({"district": DISTRICT}, example={"district": "wuhou"})
VEHICLE = object_of(
    {
        "vehicle": PUBLIC_ID,
        "plate": STRING,
        "drive": coded(*(drive.value for drive in Drive)),
        "engine_ml": NUMBER_OR_NONE,
        "district": STRING,
        "bound_at": MOMENT,
        "pledge": said("The pledge that is open, where one is.", STRING_OR_NONE),
        "last_reading_m": said("What the odometer showed last, in metres.", NUMBER_OR_NONE),
    }
)
VEHICLES = object_of({"vehicles": list_of(VEHICLE), "most": said("So many can be bound.", NUMBER)})
UNBOUND = object_of({"is_bound": TRUTH})
READING_REQUEST = object_of({"photo": PHOTO, "reading_km": said("What the odometer shows: the total.")})
ODOMETER_READING = object_of(
    {
        "odometer_m": NUMBER,
        "read_at": MOMENT,
        "activity": said("The act since the reading before.", STRING_OR_NONE),
        "is_reviewed": said("Whether it waits for a person.", TRUTH),
    }
)
PLEDGE_REQUEST = object_of({"days": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}}, example={"days": 2})
PLEDGE = object_of(
    {
        "pledge": PUBLIC_ID,
        "vehicle": PUBLIC_ID,
        "plate": STRING,
        "days": NUMBER,
        "status": coded(*PledgeStatus.values),
        "state": said("The status in words."),
        "code": said("What must be seen on a photo of today."),
        "declared_at": MOMENT,
        "started_at": MOMENT_OR_NONE,
        "first_day_done_at": said("When the first day that counts is done, of a car that stands.", MOMENT_OR_NONE),
        "ended_at": MOMENT_OR_NONE,
        "start_m": NUMBER_OR_NONE,
        "end_m": NUMBER_OR_NONE,
        "activity": STRING_OR_NONE,
    }
)
_QUESTION = object_of({"name": said("The member of a new meter that answers it: `yes` or `no`."), "question": STRING})
KINDS = object_of(
    {
        "kinds": list_of(
            object_of(
                {
                    "kind": said("The code of its scenario."),
                    "name": STRING,
                    "unit": STRING,
                    "questions": said("A household that says yes to one is left out.", list_of(_QUESTION)),
                }
            )
        )
    }
)
METER_REQUEST: Schema = {
    "type": "object",
    "properties": {
        "kind": STRING,
        "number": {"type": "string", "maxLength": 40},
        "people": {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE},
    },
    "additionalProperties": said("An answer to each of the kind’s questions.", coded("yes", "no")),
    "required": ["kind", "number", "people"],
    "example": {"kind": "water-saving", "number": "81203345", "people": 3},
}
METER_READING = object_of(
    {
        "day": DAY,
        "amount": said("In thousandths of the meter’s unit.", NUMBER),
        "has_photo": TRUTH,
        "activity": said("The act of the period that it ended.", STRING_OR_NONE),
    }
)
METER = object_of(
    {
        "meter": PUBLIC_ID,
        "kind": STRING,
        "name": STRING,
        "number": STRING,
        "people": NUMBER,
        "bound_at": MOMENT,
    },
    optional={
        "next_on": said("From when on a reading ends a period; told of one meter alone.", DAY_OR_NONE),
        "readings": said("The latest first; told of one meter alone.", list_of(METER_READING)),
    },
)
METERS = object_of({"meters": list_of(METER)})
METER_READING_REQUEST = object_of(
    {"day": DAY, "reading": said("What the meter shows, in its unit.", {"type": "number"})},
    optional={
        "last_year": said("Last year’s use from the bill, where readings do not tell it.", {"type": "number"}),
    },
    example={"day": "2026-11-22", "reading": 1284.5},
)
METER_READING_WITH_PHOTO = {
    **METER_READING_REQUEST,
    "properties": {**METER_READING_REQUEST["properties"], "photo": PHOTO},
}
