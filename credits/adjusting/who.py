"""Who may adjust whose credits: never one's own, nor those of somebody close, nor what one has proposed oneself."""

from datetime import datetime

from accounts.models import Profile, User
from accounts.reach import may_touch
from accounts.standing.reading import frozen_now
from common.kin import are_close
from credits import refusals
from credits.adjusting.models import Adjustment


def check_reach(citizen: User, *, by: User, now: datetime) -> None:
    """Raises `OwnAdjustment`, `OutOfReach`, `TooClose`, and for the citizen's own sake `check_standing`'s."""
    if citizen.pk == by.pk:
        raise refusals.OwnAdjustment
    if not may_touch(by, citizen):
        raise refusals.OutOfReach
    if are_close(by.pk, citizen.pk):
        raise refusals.TooClose
    check_standing(citizen, now=now)


def check_standing(citizen: User, *, now: datetime) -> None:
    """Whose account is closed or erased has nothing to be put right; who is frozen waits for what is cleared up first.

    Raises `AccountClosed`, `AccountFrozen`.
    """
    if not citizen.is_active or not Profile.objects.filter(user=citizen).exists():
        raise refusals.AccountClosed
    if frozen_now(citizen.pk, now=now):
        raise refusals.AccountFrozen


def check_proposer(adjustment: Adjustment) -> None:
    """Raises `ProposerTooClose` where who proposed it has come close to its citizen since."""
    if are_close(adjustment.proposed_by_id, adjustment.citizen_id):
        raise refusals.ProposerTooClose


def check_another(adjustment: Adjustment, *, by: User) -> None:
    """Raises `OwnProposal`, also where the two are close to each other, `CloseToProposer`."""
    if adjustment.proposed_by_id == by.pk:
        raise refusals.OwnProposal
    if are_close(adjustment.proposed_by_id, by.pk):
        raise refusals.CloseToProposer
