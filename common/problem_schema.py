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
    },
    "required": ["type", "title", "status", "code", "detail"],
}


def problems(*statuses: int) -> dict[tuple[int, str], dict[str, Any]]:
    """The answers of these statuses, all problem details."""
    return {(status, "application/problem+json"): PROBLEM for status in statuses}
