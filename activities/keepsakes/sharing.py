"""A citizen shows a picture of their month or year to whoever has its address, and takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import citizens
from activities.keepsakes.refusals import NothingChosen, TooManyShared
from activities.models import SharedPicture
from common import editions

MOST_SHARED = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows: figures by their names, all of them chosen, until a day; a nickname or none."""

    period: str
    until: date
    told: Mapping[str, Any]
    nickname: str

    @property
    def parts(self) -> Sequence[Any]:
        """By which an edition knows it again."""
        return (self.period, self.until, sorted(self.told.items()), self.nickname)


@transaction.atomic
def share(*, citizen_id: int, shown: Shown, edition: str, now: datetime) -> SharedPicture:
    """Keeps what was shown under an address that nobody guesses.

    Raises `NothingChosen`, `TooManyShared`, and `editions.ChangedMeanwhile` where the page showed other figures.
    """
    if not shown.told:
        raise NothingChosen
    editions.check(edition, *shown.parts)
    citizens.lock(citizen_id)
    own = SharedPicture.objects.of(citizen_id)
    if own.count() >= MOST_SHARED:
        raise TooManyShared(most=MOST_SHARED)
    return SharedPicture.objects.create(
        citizen_id=citizen_id,
        period=shown.period,
        until=shown.until,
        told=dict(shown.told),
        nickname=shown.nickname,
        shared_at=now,
    )


def take_back(picture: SharedPicture) -> None:
    """Its address leads nowhere from now on."""
    picture.delete()


def shown_of(picture: SharedPicture) -> Shown:
    return Shown(picture.period, picture.until, picture.told, picture.nickname)


def erase(citizen_id: int) -> None:
    """All that a citizen shows, where their personal values are erased."""
    SharedPicture.objects.of(citizen_id).delete()
