"""Undoing a check-in that was a mistake: its bonus goes back, and the sign-up can be checked in again.

Whoever checked somebody in does it at once, without a word; after that, and for check-ins of others and by code, it is
done by who may open campaigns, who says why. The citizen is told either way. Locks: the sign-up, then the citizen and
ledger accounts.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from accounts import citizens
from accounts.inbox.telling import tell
from accounts.models import User
from campaigns import refusals
from campaigns.bonuses.returning import taken_back
from campaigns.checkins.checking_in import CHECKS_IN
from campaigns.models import Bonus, Campaign, CheckIn, SignUp
from campaigns.signups import telling
from common import editions
from common.texts import Text

UNDOES = "campaigns.open_campaign"
SOON = timedelta(minutes=10)
"""So long whoever checked somebody in may undo it themselves. Proposed, nobody's rule."""


class Meant(NamedTuple):
    """A check-in that stands, and what undoing it takes back."""

    checkin: CheckIn
    bonus: Bonus | None

    @property
    def credits(self) -> int:
        return self.bonus.credits if self.bonus else 0

    @property
    def edition(self) -> str:
        return editions.edition_of(*self.shown)

    @property
    def shown(self) -> tuple[Any, ...]:
        return self.checkin.pk, self.bonus.pk if self.bonus else None, self.credits


def meant(campaign: Campaign, nth: int) -> Meant:
    """What stands for the sign-up of that number. Raises `NotCheckedIn`."""
    standing = CheckIn.objects.standing().filter(signup__campaign=campaign, signup__nth=nth)
    checkin = standing.select_related("signup", "by").first()
    if checkin is None:
        raise refusals.NotCheckedIn
    return Meant(checkin, Bonus.objects.filter(checkin=checkin).first())


def just_now(campaign: Campaign, by: User, *, now: datetime) -> QuerySet[CheckIn]:
    """Those that somebody may still undo without a word, the latest first."""
    own = CheckIn.objects.standing().filter(signup__campaign=campaign, by=by, checked_in_at__gt=now - SOON)
    return own.select_related("signup").order_by("-checked_in_at", "-pk")


def is_just_now(checkin: CheckIn, by: User, *, now: datetime) -> bool:
    """Whether it is their own, and of just now."""
    return by.has_perm(CHECKS_IN) and checkin.by_id == by.pk and now < checkin.checked_in_at + SOON


def check_who(checkin: CheckIn, by: User, *, now: datetime) -> None:
    """Raises `MayNotUndo`."""
    if not (is_just_now(checkin, by, now=now) or by.has_perm(UNDOES)):
        raise refusals.MayNotUndo(minutes=int(SOON.total_seconds()) // 60)


def undo(
    *, campaign: Campaign, nth: int, by: User, now: datetime, words: Text | None = None, edition: str | None = None
) -> CheckIn:
    """Undoes the check-in of a sign-up, takes its bonus back whole, and tells the citizen.

    `edition` is that of what was shown. Raises `NotCheckedIn`, `ChangedMeanwhile`, `MayNotUndo`, `ReasonMissing`; then
    nothing is done. Of two at once one undoes, and the other finds no check-in.
    """
    with transaction.atomic():
        signup = SignUp.objects.select_for_update(no_key=True).filter(campaign=campaign, nth=nth).first()
        if signup is None:
            raise refusals.NotCheckedIn
        citizens.lock(signup.citizen_id)
        checkin, bonus = found = meant(campaign, nth)
        check_who(checkin, by, now=now)
        if not words and not is_just_now(checkin, by, now=now):
            raise refusals.ReasonMissing
        editions.check(edition, *found.shown)
        checkin.undone_at, checkin.undone_by, checkin.undone_for = now, by, words or {}
        checkin.save(update_fields=["undone_at", "undone_by", "undone_for"])
        if bonus and bonus.credits:
            taken_back(bonus, now=now)
        tell([telling.undone(campaign, checkin, found.credits)], now=now)
    return checkin
