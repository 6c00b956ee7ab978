"""What becomes of acts that were recorded while their citizen was frozen: scored once it is lifted, else refused.

Those recorded before it began waited as well, and are scored either way. What was refused is scored after all where
somebody else than who froze undoes the freeze.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Freeze, User
from accounts.standing import freezing
from activities.models import Activity, ActivityQuerySet, QueuedAct, Status
from activities.scoring import nudge, queue
from activities.things.holding import still_free

REFUSAL = "frozen"
COUNTED_MEANWHILE = "counted_meanwhile"
"""Of what counted for another act between the refusal and its undoing."""


def settle_due(*, now: datetime, limit: int) -> int:
    """Settles at most `limit` freezes that have run out; returns how many."""
    due = list(Freeze.objects.due(now).order_by("ends_at", "pk")[:limit])
    for freeze in due:
        _settle(freeze, now)
    return len(due)


@transaction.atomic
def overturn(*, freeze: Freeze, by: User, now: datetime) -> None:
    """Scores what a freeze has refused, as if it had been lifted. Raises what `freezing.overturn` does.

    Locks: things of the acts, then the citizen. What they count may have counted for another act since.
    """
    refused = list(refused_for(freeze.citizen_id, freeze.begun_at, freeze.ends_at).order_by("pk"))
    free = set(still_free([act.pk for act in refused]))
    freezing.overturn(freeze=freeze, by=by, now=now)
    again = [act for act in refused if act.pk in free]
    acts = Activity.objects.filter(pk__in=[act.pk for act in refused])
    acts.exclude(pk__in=free).update(refusal=COUNTED_MEANWHILE, status_at=now)
    acts.filter(pk__in=free).update(status=Status.PENDING, refusal="", status_at=now)
    queue.enter(again)
    nudge.announce([freeze.citizen_id])


def refused_for(citizen_id: Any, begun_at: Any, ends_at: Any) -> ActivityQuerySet:
    """The acts that a citizen's freeze of that time has refused; each value, or an `OuterRef` to it."""
    return Activity.objects.filter(
        citizen_id=citizen_id, refusal=REFUSAL, recorded_at__gte=begun_at, recorded_at__lt=ends_at
    )


def covering(act: Activity) -> Q:
    """Of freezes: the one for which an act was refused."""
    upheld = Q(citizen_id=act.citizen_id, earning=True, over_at__isnull=False, lifted_by=None)
    return upheld & Q(begun_at__lte=act.recorded_at, ends_at__gt=act.recorded_at)


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
