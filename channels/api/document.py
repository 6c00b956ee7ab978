"""The API's document as a page reads it: its operations in groups, with what they take and answer in flat lists."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from drf_spectacular.generators import SchemaGenerator

BASE = "/api/v1/"
METHODS = ("get", "post")
DEEPEST = 4
JSON, PROBLEM = "application/json", "application/problem+json"
Part = Mapping[str, Any]


class Member(NamedTuple):
    """`name` is a path into the object: `lines[].kind`."""

    name: str
    kind: str
    words: str
    is_required: bool


class Answer(NamedTuple):
    status: str
    words: str
    members: list[Member]


class Operation(NamedTuple):
    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: list[Member]
    takes: str
    """Of which kind the body may be."""
    body: list[Member]
    example: str
    answers: list[Answer]


class Group(NamedTuple):
    name: str
    operations: list[Operation]


@lru_cache(maxsize=4)
def groups(minute: int, language: str) -> list[Group]:
    """As the document is in this minute, of which the rules in force are a part; `language` is the active one."""
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator().get_schema(request=None, public=True)
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        name = path.removeprefix(BASE).partition("/")[0]
        found.setdefault(name, []).extend(
            _operation(document, path, method, operations[method]) for method in METHODS if method in operations
        )
    return [Group(name, operations) for name, operations in sorted(found.items())]


def _operation(document: Part, path: str, method: str, said: Part) -> Operation:
    bodies: Part = said.get("requestBody", {}).get("content", {})
    body: Part = next(iter(bodies.values()))["schema"] if bodies else {}
    example = body.get("example")
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        words=_plain(said),
        scope=said.get("x-scope", ""),
        parameters=[_parameter(one) for one in said.get("parameters", [])],
        takes=", ".join(bodies),
        body=[*_members(document, body)],
        example=json.dumps(example, ensure_ascii=False, indent=2) if example else "",
        answers=[_answer(document, status, one) for status, one in said["responses"].items()],
    )


def _parameter(said: Part) -> Member:
    schema = said.get("schema", {})
    return Member(said["name"], _kind(schema), _plain(said), said.get("required", False))


def _answer(document: Part, status: str, said: Part) -> Answer:
    content: Part = said.get("content", {})
    schema = {} if PROBLEM in content else content.get(JSON, {}).get("schema", {})
    words = _plain(said) or HTTPStatus(int(status)).phrase
    return Answer(status, words, [*_members(document, schema)])


def _members(document: Part, schema: Part, before: str = "", depth: int = 0) -> Iterator[Member]:
    schema = _resolved(document, schema)
    required = schema.get("required", ())
    for name, said in schema.get("properties", {}).items():
        part, path = _resolved(document, said), f"{before}{name}"
        yield Member(path, _kind(part), _plain(part), name in required)
        inner = _resolved(document, part.get("items", {})) if part.get("type") == "array" else part
        if depth < DEEPEST and "properties" in inner:
            yield from _members(document, inner, f"{path}[]." if inner is not part else f"{path}.", depth + 1)


def _plain(said: Part) -> str:
    """What it means, without the marks of code: names stand out as they are."""
    return str(said.get("description", "")).replace("`", "")


def _resolved(document: Part, schema: Part) -> Part:
    reference = schema.get("$ref")
    if not reference:
        return schema
    found: Part = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def _kind(schema: Part) -> str:
    """The type in a few letters; the values of an enumeration are what matters of it."""
    if "enum" in schema:
        kind = " | ".join(str(value) for value in schema["enum"] if value is not None)
    elif schema.get("type") == "array":
        kind = f"{_kind(schema.get('items', {}))}[]"
    else:
        kind = schema.get("format") or schema.get("type") or "object"
    return f"{kind} | null" if schema.get("nullable") else kind
