"""The words of JSON Schema that the API's requests and answers are described with."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from common.idempotency import LONGEST

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
STRING_OR_NONE: Schema = {"type": "string", "nullable": True}
NUMBER: Schema = {"type": "integer"}
NUMBER_OR_NONE: Schema = {"type": "integer", "nullable": True}
TRUTH: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date", "example": "2026-11-22"}
DAY_OR_NONE: Schema = {**DAY, "nullable": True}
MOMENT: Schema = {"type": "string", "format": "date-time", "example": "2026-11-22T08:00:00+08:00"}
MOMENT_OR_NONE: Schema = {**MOMENT, "nullable": True}
PUBLIC_ID: Schema = {"type": "string", "example": "8xk2mw3hq7d9c5vt"}
PHOTO: Schema = {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP or HEIC."}
TEXT: Schema = {
    "type": "object",
    "description": "Words in every language of the portal.",
    "properties": {"zh-hans": STRING, "en": STRING},
    "required": ["zh-hans"],
}
NEXT: Schema = {"type": "string", "nullable": True, "description": "Pass it as `before` for older ones."}
BEFORE = OpenApiParameter("before", str, description="The `next` of the page before.")
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=f"A key of your own in quotation marks, at most {LONGEST} characters; kept for ever.",
)


def said(description: str, schema: Schema = STRING) -> Schema:
    """The schema with what it means."""
    return {**schema, "description": description}


def object_of(members: Schema, *, optional: Schema | None = None, **more: Any) -> Schema:
    """An object that always has these members, and may have the optional ones."""
    properties = {**members, **(optional or {})}
    schema = {"type": "object", "properties": properties, **more}
    # OpenAPI 3.0 allows no empty list here.
    return {**schema, "required": list(members)} if members else schema


def or_none(schema: Schema) -> Schema:
    return {**schema, "nullable": True}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def page_of(name: str, items: Schema) -> Schema:
    """A page of a list, and the key of the next one."""
    return object_of({name: list_of(items), "next": NEXT})


def coded(*codes: str) -> Schema:
    return {"type": "string", "enum": list(codes)}
