"""How a thing is known without its name: by keyed digests of its plate, its number or its record."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from accounts.pseudonyms import pseudonyms
from methodologies.base import Claim

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Kind(StrEnum):
    """What of a thing counts once."""

    CAR_KILOMETRES = "car_kilometres"
    CAR_HOURS = "car_hours"
    METER = "meter"
    RECORD = "record"


class Stretch(NamedTuple):
    """What one act counts of a thing: from `first` up to `last`, in metres, in microseconds, or the whole of it."""

    thing: "NamedThing"
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing as a channel names it."""

    kind: Kind
    digests: tuple[UUID, ...]
    """Under today's key first, then under those before it."""

    def stretch(self, claim: Claim, started_at: datetime, ended_at: datetime) -> Stretch:
        """What an act with this claim and time counts of it."""
        match self.kind:
            case Kind.CAR_KILOMETRES:
                return Stretch(self, claim["odometer_start_m"], claim["odometer_end_m"])
            case Kind.CAR_HOURS | Kind.METER:
                return Stretch(self, microseconds(started_at), microseconds(ended_at))
            case Kind.RECORD:
                return Stretch(self, 0, 1)


def car_hours(plate: str) -> NamedThing:
    return _named(Kind.CAR_HOURS, plate)


def car_kilometres(plate: str) -> NamedThing:
    return _named(Kind.CAR_KILOMETRES, plate)


def meter(kind: str, number: str) -> NamedThing:
    """A meter of a kind; zeros before its number are written by some bills and not by others."""
    return _named(Kind.METER, kind, number.lstrip("0"))


def record(scenario: str, *words: str) -> NamedThing:
    """What a device or an operator noted of one act, known by these words."""
    return _named(Kind.RECORD, scenario, *words)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """The moment so long after 1970."""
    return EPOCH + microseconds * MICROSECOND


def _named(kind: Kind, *words: str) -> NamedThing:
    return NamedThing(kind, pseudonyms("\n".join((kind, *words))))
