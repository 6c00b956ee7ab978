"""What a merger would do, as of now: what the citizen sees before they hand it in, and the desk before it decides."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.standing.reading import frozen_now
from common import merging
from common.merging import Compared, Effect, Pair
from credits.adjusting.models import Adjustment
from credits.merging import moving
from credits.merging.models import KeptPhone, Merger
from credits.merging.moving import Held, Moves


@dataclass(frozen=True, slots=True)
class Line:
    """Credits that expire on one day: of the one, of the other, and afterwards."""

    expires_on: date
    of_ended: int
    of_stays: int
    afterwards: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What both have, what goes over, and what the one that stays has then."""

    ended: Held
    stays: Held
    moves: Moves
    after: Held

    @property
    def lines(self) -> list[Line]:
        days = sorted({*self.ended.vintages, *self.stays.vintages})
        of = (self.ended, self.stays, self.after)
        return [Line(day, *(one.vintages.get(day, 0) for one in of)) for day in days]

    @property
    def goes_by(self) -> tuple[object, ...]:
        """All that whoever decides has seen of it."""
        return tuple((sorted(one.vintages.items()), one.owed) for one in (self.ended, self.stays))


def pair_of(merger: Merger) -> Pair:
    return Pair(merger.ended_id, merger.stays_id, merger.kept_phone == KeptPhone.ENDED)


def foresee(pair: Pair, *, now: datetime) -> Foreseen:
    """As it would be posted now; nothing is locked."""
    return foreseen(moving.held_by(pair.ended_id, now=now), moving.held_by(pair.stays_id, now=now))


def foreseen(ended: Held, stays: Held) -> Foreseen:
    return Foreseen(ended, stays, moving.moves(ended, stays), moving.after(ended, stays))


def effects(pair: Pair, *, now: datetime) -> list[Effect]:
    """What becomes of everything but credits, in the reader's language."""
    return merging.effects(pair, now=now)


def compared(pair: Pair, *, now: datetime) -> list[Compared]:
    return merging.compared(pair, now=now)


def hindrances(pair: Pair, *, now: datetime) -> list[str]:
    """What must end before the two are merged: a sentence each."""
    return [*_of_the_accounts(pair, now), *merging.hindrances(pair, now=now)]


def _of_the_accounts(pair: Pair, now: datetime) -> list[str]:
    ids = (pair.ended_id, pair.stays_id)
    found = []
    people = User.objects.filter(pk__in=ids)
    if people.filter(is_active=False).exists():
        found.append(_("One of the two accounts is closed."))
    if people.filter(is_staff=True).exists() or people.filter(is_superuser=True).exists():
        found.append(_("One of the two is an account of the city’s staff. Those are not merged."))
    if any(frozen_now(one, now=now) for one in ids):
        found.append(_("One of the two accounts is frozen. It can be merged once that is over."))
    if Adjustment.objects.waiting().filter(citizen__in=ids).exists():
        found.append(_("An adjustment of the credits of one of the two waits for a decision."))
    return found


def shown_of(pair: Pair, seen: Foreseen, *, now: datetime) -> list[object]:
    """What whoever hands in or decides goes by, for the edition of the page."""
    return [*pair, *seen.goes_by, effects(pair, now=now), hindrances(pair, now=now)]
