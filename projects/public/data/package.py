"""The description of the open data for programs: a Data Package, each table with a Table Schema."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, override

from projects.public.data.fields import Field, Table, Words
from projects.public.data.freshness import EDITION
from projects.public.data.tables import PROJECTS, TABLES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
CHINESE, ENGLISH = "zh-hans", "en"
NOT_THE_CITYS = gettext_lazy(
    "They were issued by this portal, not by the city’s official programme, and can be used nowhere else."
)
PLACES = gettext_lazy("Projects with their boundary in WGS-84, where their design draws one")


def package(as_of: datetime | None, home: str) -> dict[str, Any]:
    """Of tables, their fields, units and codes, in Chinese with English beside; `home` is the address of the page."""
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "cdcer-registry",
        **_told("title", gettext_lazy("Registry of units")),
        **_told("description", NOT_THE_CITYS),
        "version": EDITION,
        "homepage": home,
        "licenses": [LICENCE],
        "resources": [*_resources(), _places()],
    }
    return described | ({"created": localtime(as_of).isoformat(timespec="seconds")} if as_of else {})


def _resources() -> Iterator[dict[str, Any]]:
    for table in TABLES.values():
        for form, kind in (("csv", "text/csv"), ("json", "application/json")):
            yield {
                "name": f"{table.name}-{form}",
                "type": "table",
                "path": f"{table.name}.{form}",
                "format": form,
                "mediatype": kind,
                "encoding": "utf-8",
                **_told("title", table.title),
                **_told("description", table.meaning),
                "schema": _schema(table),
            }


def _schema(table: Table) -> dict[str, Any]:
    return {"fields": [_field(field) for field in table.fields], "primaryKey": [*table.key], "missingValues": [""]}


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type.value, **_told("title", field.title)}
    if field.meaning:
        described |= _told("description", field.meaning)
    if field.unit:
        described["unit"] = field.unit
    if field.codes:
        in_chinese, in_english = _codes(field, CHINESE), _codes(field, ENGLISH)
        described["constraints"] = {"enum": [*in_chinese]}
        described["categories"] = [
            {"value": code, "label": words, "label_en": in_english[code]} for code, words in in_chinese.items()
        ]
    return described


def _places() -> dict[str, Any]:
    return {
        "name": "projects-geojson",
        "path": "projects.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        **_told("title", PROJECTS.title),
        **_told("description", PLACES),
    }


def _told(name: str, words: Words) -> dict[str, str]:
    """In Chinese, with the English beside."""
    return {name: _in(CHINESE, words), f"{name}_en": _in(ENGLISH, words)}


def _in(language: str, words: Words) -> str:
    with override(language):
        return str(words)


def _codes(field: Field, language: str) -> dict[str, str]:
    assert field.codes is not None
    with override(language):
        return {code: str(words) for code, words in field.codes().items()}
