"""The registry's tables in the city's catalogue; their files stay where they have always been."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.open_data.fields import Table
from common.open_data.series import Rhythm, Series, Theme
from projects.public.data.freshness import freshness
from projects.public.data.tables import TABLES


def _series(table: Table) -> Series:
    return Series(
        name=f"registry-{table.name}",
        table=table,
        theme=Theme.REGISTRY,
        rhythm=Rhythm.AT_ONCE,
        source=_("This portal’s registry of units"),
        page=lambda: reverse("projects:registry"),
        address=lambda form: reverse(f"projects:data_{form}", args=[table.name]),
        freshness=freshness,
    )


SERIES = [_series(table) for table in TABLES.values()]
