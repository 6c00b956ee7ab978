"""The description of open data for programs: resources of a Data Package, each table with a Table Schema."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override

from common.open_data.fields import ENGLISH, Field, Table, Words

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
CHINESE = "zh-hans"
KINDS: Mapping[str, str] = {"csv": "text/csv", "json": "application/json"}
AS_READ: Mapping[str, Any] = {"ensure_ascii": False, "indent": 2}


def resources(table: Table, *, name: str = "", folder: str = "") -> Iterator[dict[str, Any]]:
    """A table's files, CSV and JSON; `folder` is where they are, relative or whole, with its slash."""
    for form, kind in KINDS.items():
        yield {
            "name": f"{name or table.name}-{form}",
            "type": "table",
            "path": f"{folder}{table.name}.{form}",
            "format": form,
            "mediatype": kind,
            "encoding": "utf-8",
            **told("title", table.title),
            **told("description", table.meaning),
            "schema": schema(table),
        }


def schema(table: Table) -> dict[str, Any]:
    return {"fields": [_field(field) for field in table.fields], "primaryKey": [*table.key], "missingValues": [""]}


def told(name: str, words: Words) -> dict[str, str]:
    """In Chinese, with the English beside."""
    return {name: said_in(CHINESE, words), f"{name}_en": said_in(ENGLISH, words)}


def said_in(language: str, words: Words) -> str:
    with override(language):
        return str(words)


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type.value, **told("title", field.title)}
    if field.meaning:
        described |= told("description", field.meaning)
    if field.unit:
        described["unit"] = field.unit
    if field.step > 1:
        described["step"] = field.step
    if field.codes:
        in_chinese, in_english = _codes(field, CHINESE), _codes(field, ENGLISH)
        described["categories"] = [
            {"value": code, "label": words, "label_en": in_english[code]} for code, words in in_chinese.items()
        ]
    if constraints := field.constraints:
        described["constraints"] = constraints
    return described


def _codes(field: Field, language: str) -> dict[str, str]:
    assert field.codes is not None
    with override(language):
        return {code: str(words) for code, words in field.codes().items()}
