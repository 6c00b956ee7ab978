"""How a citizen stands: whether something of theirs is frozen now."""

from datetime import datetime

from accounts.models import Freeze
from accounts.refusals import SpendingFrozen
from common.prepared import Prepared

EARNING_FROZEN = "SELECT citizen_id FROM accounts_freeze WHERE over_at IS NULL AND earning"
"""SQL: whose acts wait. Also after its end, until what waited is settled: nothing is counted in between."""


def frozen_now(citizen_id: int, *, now: datetime) -> Freeze | None:
    """The freeze that is in force, if one is."""
    return Freeze.objects.in_force(now).filter(citizen_id=citizen_id).first()


def earning_frozen(citizen_id: int, *, now: datetime) -> Freeze | None:
    """The freeze for which acts wait, if one is in force."""
    return Freeze.objects.in_force(now).filter(citizen_id=citizen_id, earning=True).first()


_SPENDING = Prepared(
    "spending_frozen",
    """
    SELECT ends_at FROM accounts_freeze
    WHERE citizen_id = $1::bigint AND over_at IS NULL AND spending AND ends_at > $2::timestamptz
    """,
)


def check_spending(citizen_id: int, *, now: datetime) -> None:
    """The caller holds the citizen's lock, for which whoever freezes waits. Raises `SpendingFrozen`."""
    if frozen := _SPENDING.row(citizen_id, now):
        raise SpendingFrozen(until=frozen[0].isoformat())
