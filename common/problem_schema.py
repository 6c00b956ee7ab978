"""Problem details (RFC 9457) as JSON Schema, for the API's document."""

from typing import Any

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "pointer": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Of a form (`not_filled_in`): what is wrong with which member.",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["pointer", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "code", "detail"],
    "example": {
        "type": "urn:problem:out_of_bounds",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "out_of_bounds",
        "detail": "Steps: -5 steps is not between 1 step and 100,000 steps.",
    },
}


def problems(*statuses: int) -> dict[tuple[int, str], dict[str, Any]]:
    """The answers of these statuses, all problem details."""
    return {(status, "application/problem+json"): PROBLEM for status in statuses}
