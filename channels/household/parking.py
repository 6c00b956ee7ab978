"""How many days a car that stands is worth: whole ones, without those on which its plate may not drive. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from methodologies.idle_car import RESTRICTED_DAYS, whole_days
from scenarios.restrictions import restriction

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Parking:
    """`ended_at` is where the declared days end, or earlier; `restricted` are the city days that do not count."""

    started_at: datetime
    ended_at: datetime
    whole_days: int
    restricted: list[date]

    @property
    def days_counted(self) -> int:
        return max(self.whole_days - len(self.restricted), 0)


def parking(*, plate: str, district: str, started_at: datetime, until: datetime, days: int) -> Parking:
    """What a car has to show that has stood since `started_at`, when so many days were declared.

    Raises `HolidaysUnknown`.
    """
    ended_at = min(until, started_at + days * ONE_DAY)
    whole = whole_days(int((ended_at - started_at).total_seconds()))
    restricted = restriction().days_between(plate, district, started_at, started_at + whole * ONE_DAY)
    return Parking(started_at, ended_at, whole, restricted)


def with_restricted_days(values: Mapping[str, object], stood: Parking) -> dict[str, object]:
    """The values of a car that stood with the restricted days that are known, in place of any that somebody says."""
    said = {name: value for name, value in values.items() if name != RESTRICTED_DAYS}
    return said | ({RESTRICTED_DAYS: len(stood.restricted)} if stood.restricted else {})


def first_day_done_at(*, plate: str, district: str, started_at: datetime, days: int) -> datetime | None:
    """When the first day that counts will be over; nothing where none of the declared days counts.

    Raises `HolidaysUnknown`.
    """
    for number in range(1, days + 1):
        until = started_at + number * ONE_DAY
        stood = parking(plate=plate, district=district, started_at=started_at, until=until, days=days)
        if stood.days_counted:
            return until
    return None
