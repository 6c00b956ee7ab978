"""Which rows a day's seal covers: each app brings them in its `sealed.py`, as a list called `SEALED`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True, slots=True)
class SealedRows:
    """`query` gives the rows of a day, written from `%(since)s` on and before `%(until)s`, in four columns:

    `row_id`, a number that the row keeps; `plain`, a JSON array of what can be told; `citizen_id` and `personal`, whose
    values these are and the values as a text, or nothing and nothing. What `plain` and `personal` hold never changes.
    """

    name: str
    words: str
    """What one row is called in the audit's sentences."""
    table: str
    column: str
    """Where the first row, and so the first day, is found."""
    query: str
    is_past: bool = False
    """A query never changes, since sealed days are proven with it. One that takes its place has another name."""


@cache
def every_source() -> Sequence[SealedRows]:
    """All sources, by their names, out of the apps that the root lists."""
    modules = [
        import_module(f"{app.name}.sealed")
        for app in apps.get_app_configs()
        if app.module is not None and module_has_submodule(app.module, "sealed")
    ]
    sources = sorted((source for module in modules for source in module.SEALED), key=lambda source: source.name)
    assert len({source.name for source in sources}) == len(sources), "two sources have one name"
    return sources
