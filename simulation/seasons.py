"""What kind of day it is: a workday or not, warm or cold, dry or wet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from common.city_time import at_city_time
from scenarios.restrictions import restriction
from simulation.chance import Chance

SATURDAY = 6
WORKED_WEEKENDS = frozenset(
    [
        *map(date.fromisoformat, ("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")),
        *map(date.fromisoformat, ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")),
    ]
)
"""Of the notices of 2025 and 2026 on public holidays, as in scenarios/restrictions.yaml."""
RAINY_DAYS = {1: 8, 2: 11, 3: 13, 4: 15, 5: 17, 6: 18, 7: 19, 8: 17, 9: 18, 10: 17, 11: 10, 12: 8}
"""Of a month in Chengdu, roughly: a proposal of this portal, of no consequence but for who walks and rides."""
MEAN_C = {1: 6, 2: 8, 3: 12, 4: 17, 5: 22, 6: 24, 7: 26, 8: 25, 9: 22, 10: 17, 11: 12, 12: 7}
DAYS_A_MONTH = 30
Holidays = Mapping[int, Collection[tuple[date, date]]]


@dataclass(frozen=True, slots=True)
class Day:
    """A city day of the simulation."""

    on: date
    number: int
    """Counted from 0, the first simulated day."""
    is_workday: bool
    is_wet: bool
    celsius: int

    @property
    def is_pleasant(self) -> bool:
        return not self.is_wet and 10 <= self.celsius <= 30

    def at(self, hour: int, minute: int = 0, second: int = 0) -> datetime:
        return at_city_time(self.on, time(hour, minute, second))


def day_of(on: date, number: int, *, seed: int, test_holidays: Holidays) -> Day:
    """`test_holidays` are those of years that no notice has been published for."""
    chance = Chance(seed, "weather", on)
    return Day(
        on,
        number,
        is_workday(on, test_holidays),
        chance.happens(RAINY_DAYS[on.month] / DAYS_A_MONTH),
        chance.around(MEAN_C[on.month], 9),
    )


def is_workday(on: date, test_holidays: Holidays) -> bool:
    holidays = restriction().holidays.get(on.year) or test_holidays.get(on.year, ())
    if any(first <= on <= last for first, last in holidays):
        return False
    return on.isoweekday() < SATURDAY or on in WORKED_WEEKENDS
