"""The answers of the city's API as JSON Schema."""

from typing import Any

Schema = dict[str, Any]

WORDS: Schema = {
    "type": "object",
    "properties": {"zh-hans": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh-hans"],
}
TEXT: Schema = {"type": "string"}
TEXT_OR_NONE: Schema = {"type": "string", "nullable": True}
NEXT: Schema = {**TEXT_OR_NONE, "description": "Pass it as `after` for the next page."}


def _object(properties: Schema, **more: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), **more}


def _page(name: str, items: Schema) -> Schema:
    return _object({name: {"type": "array", "items": items}, "next": NEXT})


SERIES = _object(
    {
        "series": TEXT,
        "title": WORDS,
        "meaning": WORDS,
        "theme": TEXT,
        "updates": {
            **TEXT,
            "description": "How often it changes: `continuous`, `hourly`, `daily`, `monthly` or `irregular`.",
        },
        "licence": TEXT,
        "changed_at": {**TEXT_OR_NONE, "format": "date-time"},
        "csv": TEXT,
        "json": TEXT,
        "fields": {
            "type": "array",
            "items": {"type": "object", "description": "As a Table Schema has it.", "additionalProperties": True},
        },
    }
)
SERIES_LIST = _object({"series": {"type": "array", "items": SERIES}})
ROWS = _page(
    "rows",
    {
        "type": "object",
        "description": "A row by the names of the series' fields; decimals are texts, as exact as their source.",
        "additionalProperties": True,
    },
)
SOURCE = _object(
    {
        "title": WORDS,
        "publisher": WORDS,
        "date": TEXT,
        "address": TEXT_OR_NONE,
        "is_copy": {"type": "boolean"},
        "note": {**WORDS, "nullable": True},
    }
)
FIGURE = _object(
    {
        "when": {**TEXT, "description": "A year, a month, or years such as `2016/2020`."},
        "kind": TEXT,
        "bound": TEXT_OR_NONE,
        "number": {**TEXT_OR_NONE, "description": "A decimal, as its source gives it."},
        "text": {**WORDS, "nullable": True},
        "source": SOURCE,
    }
)
INDICATOR = _object(
    {
        "code": TEXT,
        "name": WORDS,
        "group": TEXT,
        "district": TEXT_OR_NONE,
        "unit": WORDS,
        "direction": TEXT,
        "definition": WORDS,
        "figures": {"type": "array", "items": FIGURE},
    }
)
INDICATOR_PAGE = _page("indicators", INDICATOR)
CASE = _object(
    {
        "code": TEXT,
        "name": WORDS,
        "is_example": {"type": "boolean", "description": "Made up to show what a case looks like."},
        "category": TEXT,
        "district": TEXT_OR_NONE,
        "year": TEXT_OR_NONE,
        "summary": WORDS,
        "source": SOURCE,
    }
)
CASE_PAGE = _page("cases", CASE)
