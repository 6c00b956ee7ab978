"""What the first page of the city's figures and the wall show: by a fixed number of questions to small tables."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from city.dashboard import charts
from city.dashboard.equivalents import driven
from city.dashboard.parts import mix, proof
from city.dashboard.places import by_district, per_resident
from city.dashboard.trend import trend
from city.rollups import reading
from city.rollups.periods import Unit

MOST_ON_THE_WALL = 4


def of(unit: Unit, now: datetime) -> dict[str, object]:
    """The page's context."""
    since = reading.since_start()
    month = charts.latest(reading.released(Unit.MONTH))
    return {
        "now": reading.today(now),
        "since": since,
        "driven": driven(since.total.grams),
        "trend": trend(unit, now),
        "units": list(units()),
        "map": by_district("districts", month),
        "mix": mix("mix", month),
        "per_resident": per_resident("per-resident", month),
        "proof": proof(f"proof-{charts.ALL}", None),
    }


def on_the_wall(now: datetime) -> dict[str, object]:
    month = charts.latest(reading.released(Unit.MONTH))
    shares = mix("mix", month)
    return {
        "now": reading.today(now),
        "since": reading.since_start(),
        "trend": trend(Unit.DAY, now),
        "map": by_district("districts", month),
        "mix": shares,
        "largest": shares.marks[:MOST_ON_THE_WALL],
    }


def units() -> Iterator[tuple[str, str]]:
    """By what a trend is told, in words."""
    yield Unit.DAY, _("By day")
    yield Unit.WEEK, _("By week")
    yield Unit.MONTH, _("By month")
    yield Unit.YEAR, _("By year")
