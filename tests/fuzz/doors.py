"""What there is to try: every address, every name that a query or a form may have, every lookup of every list."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Field, Model
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

ROOT = Path(__file__).parents[2]
ROOMS = {"common", *(app.partition(".")[0] for app in settings.PORTAL_APPS)}
LOOKUPS = (
    "",
    "__exact",
    "__in",
    "__regex",
    "__iregex",
    "__contains",
    "__icontains",
    "__startswith",
    "__gt",
    "__gte",
    "__lt",
    "__lte",
    "__range",
    "__isnull",
    "__year",
    "__month",
    "__day",
    "__date",
    "__hour",
    "__week_day",
    "__time",
    "__nonsense",
    "__id__exact",
    "__pk",
)
OF_LISTS = ("q", "o", "p", "e", "all", "older_than", "_popup", "_to_field", "_changelist_filters", "_source_model", "t")
OF_POSTS = (
    "_selected_action",
    "action",
    "index",
    "select_across",
    "_save",
    "_continue",
    "_addanother",
    "_saveasnew",
    "post",
    "_confirm",
    "edition",
    "seen",
    "next",
)
_ASKED = re.compile(r"(?:GET|query_params|asked|POST|data)\.(?:get|getlist)\(\s*[\"'](\w+)[\"']")
_LOOKED_FOR = re.compile(r"[\"'](\w+)[\"'] (?:not )?in request\.(?:GET|POST)")


@cache
def names_in_the_code() -> tuple[str, ...]:
    """The names that the portal's own code asks a query or a form for."""
    found = set[str]()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            found |= {*_ASKED.findall(source), *_LOOKED_FOR.findall(source)}
    return tuple(sorted(found))


@cache
def names_of_forms() -> tuple[str, ...]:
    """The fields of every form that is loaded."""
    return tuple(sorted({name for kind in _below(forms.BaseForm) for name in getattr(kind, "base_fields", {})}))


@cache
def names_in_the_document() -> tuple[str, ...]:
    """The parameters, and the members of bodies, of the API's document."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    return tuple(sorted(set(_named(document))))


def _named(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("name"), str) and part.get("in") == "query":
            yield part["name"]
        if isinstance(part.get("properties"), dict):
            yield from part["properties"]
        for below in part.values():
            yield from _named(below)
    elif isinstance(part, list):
        for below in part:
            yield from _named(below)


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def list_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def names_of_list(model: type[Model], client: Client) -> list[str]:
    """What a list of the desk may be asked by: its own filters, and each field of its rows by each lookup."""
    context = client.get(list_of(model)).context
    own = [name for spec in context["cl"].filter_specs for name in spec.expected_parameters()] if context else []
    fields = [f"{path}{lookup}" for path in _paths(model) for lookup in LOOKUPS]
    filters = [
        each if isinstance(each, str) else each[0]
        for each in admin.site._registry[model].list_filter
        if isinstance(each, str | tuple)
    ]
    listed = [f"{each}{lookup}" for each in filters for lookup in LOOKUPS]
    return [*OF_LISTS, *dict.fromkeys([*own, *listed, *fields])]


def _paths(model: type[Model]) -> Iterator[str]:
    """The fields of a row, and those of rows that it names."""
    for field in model._meta.get_fields():
        yield field.name
        below = field.related_model
        if isinstance(field, Field) and below is not None and below is not model:
            yield from (f"{field.name}__{inner.name}" for inner in below._meta.concrete_fields)
