"""The description of the registry's open data for programs: a Data Package, each table with a Table Schema."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from common.open_data.package import LICENCE, PROFILE, resources, told
from projects.public.data.freshness import EDITION
from projects.public.data.tables import PROJECTS, TABLES

NOT_THE_CITYS = gettext_lazy(
    "They were issued by this portal, not by the city’s official programme, and can be used nowhere else."
)
PLACES = gettext_lazy("Projects with their boundary in WGS-84, where their design draws one")


def package(as_of: datetime | None, home: str) -> dict[str, Any]:
    """Of tables, their fields, units and codes, in Chinese with English beside; `home` is the address of the page."""
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "cdcer-registry",
        **told("title", gettext_lazy("Registry of units")),
        **told("description", NOT_THE_CITYS),
        "version": EDITION,
        "homepage": home,
        "licenses": [LICENCE],
        "resources": [*(one for table in TABLES.values() for one in resources(table)), places()],
    }
    return described | ({"created": localtime(as_of).isoformat(timespec="seconds")} if as_of else {})


def places(folder: str = "", name: str = "projects-geojson") -> dict[str, Any]:
    """The file of GeoJSON."""
    return {
        "name": name,
        "path": f"{folder}projects.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        **told("title", PROJECTS.title),
        **told("description", PLACES),
    }
