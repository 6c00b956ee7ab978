"""The API's request and answers as JSON Schema; the claims are made from the methodologies' own fields."""

from typing import Any

from activities.models import Status
from channels.api.items import LONGEST_ID, LONGEST_PLATE, MOST_ITEMS
from common.problem_schema import PROBLEM
from methodologies.base import Choice, Methodology, Quantity, Span
from methodologies.car import CarMethod
from methodologies.registry import all_methodologies

Schema = dict[str, Any]

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
    description = f"{asked.label['en']} · {asked.label['zh-hans']}"
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


def _item(method: Methodology) -> Schema:
    properties = {
        "id": {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "Your own id of the act."},
        "scenario": {"type": "string", "enum": [method.code]},
        **_SPANS[method.span],
        "claim": _claim(method),
    }
    required = list(properties)
    if isinstance(method, CarMethod):
        properties["plate"] = _PLATE
    return {"type": "object", "title": method.code, "properties": properties, "required": required}


SUBMISSION: Schema = {
    "type": "object",
    "properties": {
        "activities": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_ITEMS,
            "items": {"oneOf": [_item(method) for method in all_methodologies().values()]},
        }
    },
    "required": ["activities"],
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

ACTIVITY: Schema = {
    "type": "object",
    "properties": {
        "activity": {"type": "string"},
        "scenario": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "started_at": {"type": "string", "format": "date-time"},
        "ended_at": {"type": "string", "format": "date-time"},
        "claim": {
            "type": "object",
            "additionalProperties": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
        },
        "status": {"type": "string", "enum": [status.value for status in Status]},
        "grams": {"type": "integer", "nullable": True},
        "credits": {"type": "integer", "nullable": True},
        "refusal": {"type": "string", "nullable": True},
    },
    "required": ["activity", "scenario", "day", "status", "grams", "credits"],
}

ACTIVITY_PAGE: Schema = {
    "type": "object",
    "properties": {
        "activities": {"type": "array", "items": ACTIVITY},
        "next": {"type": "string", "nullable": True, "description": "Pass it as `before` for older acts."},
    },
    "required": ["activities", "next"],
}
