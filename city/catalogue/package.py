"""All public series as a Data Package (version 2): each file with its fields, units, codes, licence and source."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from city.catalogue import addresses
from city.catalogue.editions import freshness_of
from common.open_data.answering import Freshness
from common.open_data.digested import EDITION
from common.open_data.package import LICENCE, PROFILE, resources, said_in, told
from common.open_data.series import RHYTHMS, Series, all_series

Whole = Callable[[str], str]
"""Makes a whole address of a path."""
DEMONSTRATION = _("They count what was done in this portal, not in the city’s official programme.")


def package(whole: Whole) -> dict[str, Any]:
    """`whole` makes addresses of paths: files of other rooms than the city's stay where they are."""
    found = {series.name: freshness_of(series) for series in all_series().values()}
    latest = max((one.as_of for one in found.values() if one.as_of), default=None)
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "tanhui-tianfu",
        **told("title", _("Open data of 碳惠天府")),
        **told("description", DEMONSTRATION),
        "version": EDITION,
        "homepage": whole(reverse("city:data")),
        "licenses": [LICENCE],
        "resources": [one for series in all_series().values() for one in _of(series, found[series.name], whole)],
    }
    return described | ({"created": _moment(latest)} if latest else {})


def _of(series: Series, found: Freshness, whole: Whole) -> Iterator[dict[str, Any]]:
    for one in resources(series.table, name=series.name):
        path = whole(addresses.of_file(series, one["format"])) if series.address else f"{series.name}.{one['format']}"
        told_more = {
            "path": path,
            "licenses": [LICENCE],
            "sources": [{"title": said_in("zh-hans", series.source), "title_en": said_in("en", series.source)}],
            **told("updates", RHYTHMS[series.rhythm]),
        }
        yield one | told_more | ({"modified": _moment(found.as_of)} if found.as_of else {})


def _moment(moment: Any) -> str:
    return localtime(moment).isoformat(timespec="seconds")
