"""How much of each cap a citizen's counted acts use, by scenario and city day; kept up act by act. Pure."""

from datetime import date
from typing import Self

from activities.scoring.worth import UNUSED, Used
from scenarios.rules import Period, Rule

Day = tuple[int, int, date]
"""A citizen, a scenario, a city day."""
Month = tuple[int, int, int, int]
"""A citizen, a scenario, a year and its month."""


class Usage:
    """A branch of another tells what it adds to it and changes nothing there until `merge`."""

    def __init__(self, beneath: "Usage | None" = None) -> None:
        self._beneath = beneath
        self._days: dict[Day, Used] = {}
        self._months: dict[Month, Used] = {}

    def copy(self) -> Self:
        """One that can be kept up without a change to this one."""
        other = type(self)(self._beneath)
        other._days, other._months = dict(self._days), dict(self._months)
        return other

    def branch(self) -> "Usage":
        """To try what would be used."""
        return Usage(self)

    def merge(self, branch: "Usage") -> None:
        """What was tried is so."""
        self._days.update(branch._days)
        self._months.update(branch._months)

    def before(self, citizen_id: int, scenario_id: int, day: date, rule: Rule) -> dict[Period, Used]:
        """What is used of the periods that the rule looks at."""
        used = {Period.DAY: self._on_day((citizen_id, scenario_id, day))}
        if rule.has_monthly_cap:
            used[Period.MONTH] = self._in_month((citizen_id, scenario_id, day.year, day.month))
        return used

    def count(self, citizen_id: int, scenario_id: int, day: date, used: Used) -> None:
        """To the day and its month, whether the day's own rule looks at the month or one that begins amid it."""
        on_day = (citizen_id, scenario_id, day)
        self._days[on_day] = self._on_day(on_day).plus(used)
        month = (citizen_id, scenario_id, day.year, day.month)
        self._months[month] = self._in_month(month).plus(used)

    def _on_day(self, day: Day) -> Used:
        found = self._days.get(day)
        if found is None:
            found = self._beneath._on_day(day) if self._beneath else UNUSED
        return found

    def _in_month(self, month: Month) -> Used:
        found = self._months.get(month)
        if found is None:
            found = self._beneath._in_month(month) if self._beneath else UNUSED
        return found
