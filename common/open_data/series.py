"""A public series of an app: its table with where it is read, how often it changes and where it is from.

Each app lists its own as `SERIES` in its module `open_data`.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.brought import brought
from common.open_data.answering import Freshness
from common.open_data.fields import Table, Words


class Theme(StrEnum):
    FIGURES = "figures"
    INDICATORS = "indicators"
    CAMPAIGNS = "campaigns"
    TRANSPARENCY = "transparency"
    RULES = "rules"
    PLACES = "places"
    REGISTRY = "registry"


THEMES: Mapping[Theme, str | Promise] = {
    Theme.FIGURES: _("What the city did together"),
    Theme.INDICATORS: _("Indicators, cases, report and news"),
    Theme.CAMPAIGNS: _("Campaigns"),
    Theme.TRANSPARENCY: _("Transparency"),
    Theme.RULES: _("How acts are counted"),
    Theme.PLACES: _("Districts and venues"),
    Theme.REGISTRY: _("Registry of units"),
}


class Rhythm(StrEnum):
    """How often a series changes, as DCAT's vocabulary of frequencies names it."""

    AT_ONCE = "continuous"
    HOURLY = "hourly"
    DAILY = "daily"
    MONTHLY = "monthly"
    IRREGULAR = "irregular"


RHYTHMS: Mapping[Rhythm, str | Promise] = {
    Rhythm.AT_ONCE: _("at once, when something changes"),
    Rhythm.HOURLY: _("once an hour"),
    Rhythm.DAILY: _("once a day"),
    Rhythm.MONTHLY: _("once a month, on the eighth"),
    Rhythm.IRREGULAR: _("when the desk enters something"),
}


class Series(NamedTuple):
    """`name` stands in addresses for good. Without an `address` of its own the city's catalogue sends the files.

    `freshness` is for long tables, which tell by what was last written of them; of the others every row is digested.
    One that does not know when that was says no moment: then nobody is told by date that theirs is still true.
    """

    name: str
    table: Table
    theme: Theme
    rhythm: Rhythm
    source: Words
    page: Callable[[], str]
    """The address of the page that tells people the same."""
    address: Callable[[str], str] | None = None
    """Of its file in a form, `csv` or `json`, as it is read by the browser."""
    freshness: Callable[[], Freshness] | None = None


@cache
def all_series() -> Mapping[str, Series]:
    """Every app's, by name, theme by theme, in the order in which the root lists apps."""
    themes: Sequence[Theme] = list(Theme)
    found = [series for module in brought("open_data") for series in module.SERIES]
    ordered = {one.name: one for one in sorted(found, key=lambda one: themes.index(one.theme))}
    assert len(ordered) == len(found), "two series have the same name"
    return ordered
