"""Releases months that are over: by district, scenario and proof, once and for all, each figure of five citizens."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from city.rollups.knowing import known
from city.rollups.models import PublishedCell, PublishedDay
from city.rollups.splitting import Counted, Figures, Keys, May, Mix, always, are_mixed, mix, one_way, splits_nobody
from city.rollups.whole_days import ACTS, of_month
from common import locks
from common.city_time import city_day, next_month
from common.few import round_down
from seals import sealing

RELEASED_ON = 8
"""Of the month after: what citizens tell of themselves may come for seven days."""
ALL, REST = PublishedCell.ALL, PublishedCell.REST
COLUMNS = {
    "district": "CASE act.district WHEN '' THEN 'none' ELSE act.district END",
    "scenario": "act.code",
    "evidence": "act.evidence",
}
CITIZENS = [
    "count(DISTINCT citizen_id)",
    "count(DISTINCT citizen_id) FILTER (WHERE grams > 0)",
    "count(DISTINCT citizen_id) FILTER (WHERE credits > 0)",
]
TOLD = ("acts", "grams", "credits", "citizens")
Shown = Collection[str] | None
Where = Mapping[str, str]
Told = tuple[Where, Figures | None]


def release(now: datetime) -> int:
    """Releases the months whose day has come; returns how many."""
    return sum(_release(month, now) for month in _due(city_day(now)))


def _due(today: date) -> Sequence[date]:
    """Months that nobody writes into any more, by the clock and by the seals, and that are not released."""
    until = sealing.over_until()
    if until is None:
        return []
    months = {day.replace(day=1) for day in PublishedDay.objects.values_list("day", flat=True)}
    months -= set(PublishedCell.objects.order_by().values_list("month", flat=True).distinct())
    over = min(today, city_day(until))
    return sorted(month for month in months if next_month(month).replace(day=RELEASED_ON) <= over)


@transaction.atomic
def _release(month: date, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.ROLLUPS)}")
    if PublishedCell.objects.filter(month=month).exists():
        return False
    everywhere = {"district": ALL, "scenario": ALL, "evidence": ALL}
    cells = [
        PublishedCell(month=month, released_at=now, **{**everywhere, **where}, **_told(figures))
        for where, figures in _of_month(month)
    ]
    PublishedCell.objects.bulk_create(cells)
    return bool(cells)


def _told(figures: Figures | None) -> dict[str, int | None]:
    """Nothing of what is hidden."""
    if figures is None:
        return dict.fromkeys(TOLD)
    told = {name: getattr(figures, name) for name in TOLD}
    return {**told, "citizens": round_down(figures.citizens)}


def _of_month(month: date) -> Iterator[Told]:
    """Everything that is released of a month, and `None` for what is hidden."""
    for figures in _counted(month).values():
        yield {}, figures
    pairs = _counted(month, scenario=None, evidence=None)
    bound, manifold = known(month, [(code, grade) for code, grade in pairs])
    districts = yield from _by("district", month)
    scenarios = yield from _by("scenario", month, lambda _shown, rest: are_mixed(rest, manifold), never=bound)
    yield from _by("evidence", month, lambda shown, _rest: not bound and _are_independent(month, scenarios, shown))
    yield from _within_districts(month, districts, scenarios, manifold)


def _by(dimension: str, month: date, may: May = always, never: Keys = ()) -> Generator[Told, None, Counted]:
    """What is released by one dimension; returns what is shown by itself."""
    told, hidden = one_way(lambda shown: _by_one(month, dimension, shown), may, never)
    yield from (({dimension: key}, figures) for key, figures in told.items())
    yield from (({dimension: key}, None) for key in sorted(hidden))
    return {key: figures for key, figures in told.items() if key != REST}


def _are_independent(month: date, scenarios: Keys, grades: Keys) -> bool:
    """Whether what is shown by scenario tells nothing of few that is beside what is shown by proof."""
    counted = _counted(month, scenario=scenarios, evidence=grades)
    return splits_nobody({(scenario, grade): figures for (scenario, grade), figures in counted.items()})


def _within_districts(month: date, districts: Counted, scenarios: Counted, manifold: Keys) -> Iterator[Told]:
    """Of a district beside the rectangle everything is rest."""

    def count(rows: Shown, columns: Shown) -> Mix:
        counted = _counted(month, district=rows, scenario=columns)
        return {(district, scenario): figures for (district, scenario), figures in counted.items()}

    told = mix(count, districts, scenarios, lambda rest: are_mixed(rest, manifold))
    split = {district for district, _scenario in told}
    for (district, scenario), figures in told.items():
        yield {"district": district, "scenario": scenario}, figures
    for district in districts.keys() - split:
        yield {"district": district, "scenario": REST}, districts[district]


def _by_one(month: date, dimension: str, shown: Shown) -> Counted:
    return {key: figures for (key,), figures in _counted(month, **{dimension: shown}).items()}


def _counted(month: date, **by: Shown) -> Mapping[tuple[str, ...], Figures]:
    """The acts of a month’s published days by these dimensions, with what is not shown by itself as the rest."""
    keys = [
        COLUMNS[dimension]
        if shown is None
        else f"CASE WHEN {COLUMNS[dimension]} = ANY(%({dimension})s) THEN {COLUMNS[dimension]} ELSE '{REST}' END"
        for dimension, shown in by.items()
    ]
    columns = ", ".join([*keys, "count(*)", "sum(grams)::bigint", "sum(credits)::bigint", *CITIZENS])
    grouped = f"GROUP BY {', '.join(map(str, range(1, len(keys) + 1)))}" if keys else "HAVING count(*) > 0"
    facts = {dimension: [*shown] for dimension, shown in by.items() if shown is not None}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM ({ACTS}) AS act {grouped}",  # noqa: S608, words of this program alone
            {**of_month(month), **facts},
        )
        return {tuple(row[: len(keys)]): Figures(*row[len(keys) :]) for row in cursor.fetchall()}
