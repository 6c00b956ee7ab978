"""What becomes of acts that were recorded while their citizen was frozen: scored once it is lifted, else refused.

Those recorded before it began waited as well, and are scored either way.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import Freeze
from accounts.standing import freezing
from activities.models import Activity, QueuedAct, Status
from activities.scoring import queue

REFUSAL = "frozen"


def settle_due(*, now: datetime, limit: int) -> int:
    """Settles at most `limit` freezes that have run out; returns how many."""
    due = list(Freeze.objects.due(now).order_by("ends_at", "pk")[:limit])
    for freeze in due:
        _settle(freeze, now)
    return len(due)


@transaction.atomic
def _settle(freeze: Freeze, now: datetime) -> None:
    current = freezing.lock(freeze)
    if current.over_at is not None:
        return
    if current.earning:
        _refuse(current, now)
    freezing.settle(freeze=current, now=now)


def _refuse(freeze: Freeze, now: datetime) -> None:
    queued = QueuedAct.objects.filter(citizen_id=freeze.citizen_id).values("pk")
    recorded = Activity.objects.filter(pk__in=queued, recorded_at__gte=freeze.begun_at, recorded_at__lt=freeze.ends_at)
    act_ids = list(recorded.order_by("pk").values_list("pk", flat=True))
    Activity.objects.filter(pk__in=act_ids).update(status=Status.REJECTED, refusal=REFUSAL, status_at=now)
    queue.leave(act_ids)
