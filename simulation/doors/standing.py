"""Citizens are frozen for a while, freed before its end, or not."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Freeze, User
from accounts.standing import freezing
from activities.scoring import frozen
from simulation.doors.in_their_name import in_their_name

A_RUN = 100
REASONS = ("unusual_acts", "shared_device", "account_at_risk", "misuse_of_vouchers")


@in_their_name
def freeze(
    *, citizen: User, earning: bool, spending: bool, reason: str, ends_at: datetime, by: User, now: datetime
) -> Freeze:
    return freezing.freeze(
        citizen=citizen, earning=earning, spending=spending, reason=reason, note="", ends_at=ends_at, by=by, now=now
    )


@in_their_name
def lift(freeze: Freeze, *, by: User, now: datetime) -> None:
    freezing.lift(freeze=freeze, by=by, now=now)


def settle(*, now: datetime) -> int:
    """Ends what has run out; returns how many."""
    settled = 0
    while some := frozen.settle_due(now=now, limit=A_RUN):
        settled += some
    return settled


def over_at(freezes: Collection[Freeze]) -> dict[int, datetime | None]:
    """When each of some freezes was over; nothing of one that is not."""
    return dict(Freeze.objects.filter(pk__in=[freeze.pk for freeze in freezes]).values_list("pk", "over_at"))
