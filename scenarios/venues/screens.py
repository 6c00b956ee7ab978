"""The tablet at a venue: what it shows now, and how its secret address is changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common import step_codes
from common.editions import check
from scenarios.venues.codes import new_key
from scenarios.venues.models import Venue, new_screen_token


@dataclass(frozen=True, slots=True)
class Showing:
    """The code of this moment and for how many seconds it stands."""

    code: str
    seconds_left: int

    @property
    def seconds_gone(self) -> int:
        return step_codes.STEP_S - self.seconds_left

    @property
    def groups(self) -> tuple[str, str]:
        """As it is read aloud: 123 456."""
        return self.code[:3], self.code[3:]


def showing(venue: Venue, *, now: datetime) -> Showing:
    """What the venue's screen shows."""
    return Showing(step_codes.code_at(bytes(venue.code_key), now), step_codes.seconds_left(now))


def code_is_right(venue: Venue, code: str, *, now: datetime) -> bool:
    """Whether someone who says `code` can have read it on the venue's screen just now."""
    return step_codes.is_right(bytes(venue.code_key), code, now)


@transaction.atomic
def move_screen(venue: Venue, *, now: datetime, edition: str | None = None) -> Venue:
    """Gives the screen a new secret address and a new key: who knew the old ones can make and see no code any more.

    Raises what `common.editions.check` does where it was moved since that `edition`.
    """
    check(edition, Venue.objects.select_for_update(no_key=True).get(pk=venue.pk).screen_moved_at)
    venue.screen_token = new_screen_token()
    venue.code_key = new_key()
    venue.screen_moved_at = now
    venue.save(update_fields=["screen_token", "code_key", "screen_moved_at"])
    return venue
