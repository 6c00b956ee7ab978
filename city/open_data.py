"""The city's own series: indicators, cases, districts, and what it accounts for itself."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from city.cases.tables import CASES
from city.districts.tables import DISTRICTS
from city.indicators.tables import FIGURES, INDICATORS
from city.news.tables import NOTICES
from city.report.tables import SECTIONS
from city.rollups import tables as rollups
from city.transparency import tables as transparency
from common.open_data.answering import Freshness
from common.open_data.fields import Table, Words
from common.open_data.series import Rhythm, Series, Theme

NAMED = _("Named in each row, with its publisher and date")
KEPT = _("The portal’s own books, counted by a worker")


def _page(name: str) -> Callable[[], str]:
    return lambda: reverse(f"city:{name}")


def _accounted(table: Table, rhythm: Rhythm = Rhythm.MONTHLY, source: Words = KEPT) -> Series:
    return Series(f"transparency-{table.name}", table, Theme.TRANSPARENCY, rhythm, source, _page("transparency"))


def _rolled(table: Table, rhythm: Rhythm, page: str, freshness: Callable[[], Freshness]) -> Series:
    return Series(table.name, table, Theme.FIGURES, rhythm, KEPT, _page(page), freshness=freshness)


SERIES = [
    _rolled(rollups.DAYS, Rhythm.AT_ONCE, "figures", rollups.days_freshness),
    _rolled(rollups.MONTHS, Rhythm.MONTHLY, "districts", rollups.months_freshness),
    Series("indicators", INDICATORS, Theme.INDICATORS, Rhythm.IRREGULAR, NAMED, _page("indicators")),
    Series("indicator-figures", FIGURES, Theme.INDICATORS, Rhythm.IRREGULAR, NAMED, _page("indicators")),
    Series("cases", CASES, Theme.INDICATORS, Rhythm.IRREGULAR, NAMED, _page("cases")),
    Series("report-sections", SECTIONS, Theme.INDICATORS, Rhythm.IRREGULAR, NAMED, _page("reports")),
    Series("news", NOTICES, Theme.INDICATORS, Rhythm.IRREGULAR, NAMED, _page("news")),
    Series(
        "districts",
        DISTRICTS,
        Theme.PLACES,
        Rhythm.IRREGULAR,
        _("The portal’s own layout of the city"),
        _page("figures"),
    ),
    _accounted(transparency.CREDITS),
    _accounted(transparency.ACTS),
    _accounted(transparency.REFUSALS),
    _accounted(transparency.ANSWERS),
    _accounted(transparency.DELAYS),
    _accounted(transparency.WAITING, Rhythm.HOURLY),
    _accounted(transparency.FREEZES),
    _accounted(transparency.BUDGETS),
    _accounted(transparency.RULE_CHANGES, Rhythm.AT_ONCE, _("Published versions of the rules")),
    _accounted(transparency.SEALED_DAYS, Rhythm.DAILY, _("The chain of sealed days"))._replace(
        freshness=transparency.sealed_freshness
    ),
]
