"""The API's request and answers as JSON Schema: each scenario in force is a kind of item, with its method's claim."""

from datetime import date
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from activities.telling.as_data import ACTIVITY
from activities.ways_in import is_open
from channels.api.items import LONGEST_ID, LONGEST_PLATE, MOST_ITEMS
from channels.api.way_in import WAY_IN
from common.city_time import city_day
from common.json_schema import NUMBER, TRUTH, Schema, object_of, page_of, said
from common.problem_schema import PROBLEM
from common.texts import in_reader_language
from methodologies.base import Choice, Methodology, Quantity, Span
from methodologies.car import CarMethod
from scenarios import rulebook
from scenarios.models import Scenario

ADDRESS = "/api/v1/activities"
"""Where acts are sent."""

_SPANS: dict[Span, Schema] = {
    Span.DAY: {"day": {"type": "string", "format": "date", "example": "2026-11-22"}},
    Span.PERIOD: {
        "started_at": {"type": "string", "format": "date-time", "example": "2026-11-22T08:00:00+08:00"},
        "ended_at": {"type": "string", "format": "date-time", "example": "2026-11-22T08:10:00+08:00"},
    },
    Span.MOMENT: {"at": {"type": "string", "format": "date-time", "example": "2026-11-22T12:30:00+08:00"}},
}


_PLATE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_PLATE,
    "description": "The plate of a car that you have bound; needed where you have bound several that fit.",
    "example": "川AD12345",
}


def _field(asked: Choice | Quantity) -> Schema:
    description = in_reader_language(asked.label)
    if isinstance(asked, Quantity):
        return {"type": "integer", "description": description}
    codes = list(dict.fromkeys(option.code for option in asked.options))
    return {"type": "string", "enum": codes, "description": description}


def _claim(method: Methodology) -> Schema:
    claim: Schema = {
        "type": "object",
        "properties": {asked.name: _field(asked) for asked in method.fields},
        "additionalProperties": False,
    }
    # OpenAPI 3.0 allows no empty list here.
    required = [asked.name for asked in method.fields if not asked.optional]
    return {**claim, "required": required} if required else claim


_ID: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "Your own id of the act."}


def _item(scenario: Scenario, method: Methodology) -> Schema:
    properties = {
        "id": _ID,
        "scenario": {"type": "string", "enum": [scenario.code]},
        **_SPANS[method.span],
        "claim": _claim(method),
    }
    required = list(properties)
    if isinstance(method, CarMethod):
        properties["plate"] = _PLATE
    item = {"type": "object", "title": scenario.code, "description": in_reader_language(scenario.name)}
    return {**item, "properties": properties, "required": required}


ANY_ITEM: Schema = {
    "type": "object",
    "description": "An act. Which scenarios there are, and what each claims, is not known while none is in force.",
    "properties": {"id": _ID, "scenario": {"type": "string"}, "claim": {"type": "object"}},
    "required": ["id", "scenario", "claim"],
}
"""What is always true of an item: all that can be said before the rules are read."""


def items_on(day: date) -> list[Schema]:
    """A kind of item for each scenario with a rule in force that day that lets them in; several may share a method."""
    rules = [(scenario, rule) for scenario, _version, rule in rulebook.current().rules_on(day)]
    return [_item(scenario, rule.methodology) for scenario, rule in rules if is_open(WAY_IN, rule)]


def with_scenarios(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """The document with the scenarios of today, which the desk may have made since the program started.

    A hook of drf-spectacular. Without a database, as where the document is written by a command, it stays general.
    """
    try:
        kinds = items_on(city_day(timezone.now()))
    except DatabaseError:
        kinds = []
    post = result["paths"].get(ADDRESS, {}).get("post")
    if kinds and post:
        # A new one: what the program holds is in every document.
        post["requestBody"]["content"]["application/json"] = {"schema": _submission({"oneOf": kinds})}
    return result


def _submission(item: Schema) -> Schema:
    acts = {"type": "array", "minItems": 1, "maxItems": MOST_ITEMS, "items": item}
    return {"type": "object", "properties": {"activities": acts}, "required": ["activities"]}


SUBMISSION = {
    **_submission(ANY_ITEM),
    "example": {"activities": [{"id": "walk-1", "scenario": "walking", "day": "2026-11-22", "claim": {"steps": 8000}}]},
}

OUTCOMES: Schema = {
    "type": "object",
    "properties": {
        "recorded": {"type": "integer"},
        "repeated": {"type": "integer"},
        "refused": {"type": "integer"},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"description": "Your id, as you sent it."},
                    "outcome": {"type": "string", "enum": ["recorded", "repeated", "refused"]},
                    "activity": {"type": "string", "description": "The portal's id of the act."},
                    "problem": PROBLEM,
                },
                "required": ["id", "outcome"],
            },
        },
    },
    "required": ["recorded", "repeated", "refused", "results"],
}

ACTIVITY_PAGE = page_of("activities", ACTIVITY)

ESTIMATE_REQUEST: Schema = {
    "type": "object",
    "description": "An item as it would be submitted; it needs no `id`.",
    "properties": {"scenario": {"type": "string"}, "claim": {"type": "object"}},
    "required": ["scenario", "claim"],
    "example": {"scenario": "walking", "day": "2026-11-22", "claim": {"steps": 8000}},
}
ESTIMATE = object_of(
    {
        "grams": NUMBER,
        "credits": NUMBER,
        "is_cut": said("Whether limits, or what counted before, left it with less.", TRUTH),
    }
)
