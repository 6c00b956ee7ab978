"""What somebody decides on an act in doubt: it is reckoned without its doubts, or refused. Each is decided once.

Locks: the doubted row, then its citizen; so that of two decisions at once the second finds the first.
"""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.models import User
from activities.models import Activity, Came, Decision, Doubted, Status
from activities.refusals import AlreadyDecided, OwnAct
from activities.scoring import nudge, queue, rejecting
from activities.things.holding import still_free
from activities.things.refusals import CountedMeanwhile

REFUSED_OVER_DOUBTS = "refused_over_doubts"
REFUSED_IN_REVIEW = "refused_in_review"
REFUSED_UNREVIEWED = "refused_unreviewed"
OVER_DOUBTS = frozenset({REFUSED_OVER_DOUBTS, REFUSED_IN_REVIEW, REFUSED_UNREVIEWED})
AT_ONCE = 200
"""So many acts are refused in one call that nobody decided on in time; the next call goes on."""


@transaction.atomic
def clear(*, activity: Activity, by: User, now: datetime) -> None:
    """An act in review is scored after all, without its doubts. Raises `OwnAct` or `AlreadyDecided`."""
    doubted = _undecided(activity.pk, Came.REVIEW, by)
    _decide(doubted, Decision.CLEARED, by=by, now=now)
    _score_again(doubted, now)


@transaction.atomic
def refuse(*, activity: Activity, by: User, now: datetime, reason: str) -> None:
    """An act in review is refused, for one of the desk's reasons by its code. Raises `OwnAct` or `AlreadyDecided`."""
    doubted = _undecided(activity.pk, Came.REVIEW, by)
    _decide(doubted, Decision.REFUSED, by=by, now=now, reason=reason)
    _reject(doubted, REFUSED_IN_REVIEW, now)


@transaction.atomic
def look_at(*, activity: Activity, by: User, now: datetime, is_sound: bool) -> None:
    """Keeps what somebody found of an act drawn for audit; what is unsound is revoked elsewhere.

    Raises `OwnAct` or `AlreadyDecided`.
    """
    doubted = _undecided(activity.pk, Came.NOTED, by)
    if not doubted.is_drawn:
        raise AlreadyDecided
    _decide(doubted, Decision.SOUND if is_sound else Decision.UNSOUND, by=by, now=now)


@transaction.atomic
def reopen(*, activity: Activity, by: User, now: datetime) -> None:
    """An act that was refused over its doubts, or in review, is scored after all: its citizen's appeal is won.

    Whether its time and its caps are still free the scorer finds. Raises `OwnAct`, `AlreadyDecided` or, where its
    thing has counted for another act since, `CountedMeanwhile`.
    """
    doubted = _locked(activity.pk, by)
    if doubted is None or doubted.is_forgiven or not _is_refused(doubted):
        raise AlreadyDecided
    if not still_free([activity.pk]):
        raise CountedMeanwhile
    doubted.reopened_by, doubted.reopened_at = by, now
    doubted.save(update_fields=["reopened_by", "reopened_at"])
    _score_again(doubted, now)


def refuse_overdue(*, now: datetime) -> int:
    """Refuses acts that nobody decided on in time; returns how many. Their citizens may appeal."""
    overdue = list(Doubted.objects.overdue(now).values_list("pk", flat=True)[:AT_ONCE])
    return sum(_refuse_unreviewed(act_id, now) for act_id in overdue)


@transaction.atomic
def _refuse_unreviewed(act_id: int, now: datetime) -> bool:
    doubted = Doubted.objects.overdue(now).select_for_update().filter(pk=act_id).first()
    if doubted is None:
        return False
    _decide(doubted, Decision.UNREVIEWED, by=None, now=now)
    _reject(doubted, REFUSED_UNREVIEWED, now)
    return True


def _undecided(act_id: int, came: Came, by: User) -> Doubted:
    doubted = _locked(act_id, by)
    if doubted is None or doubted.came != came or doubted.decision:
        raise AlreadyDecided
    return doubted


def _locked(act_id: int, by: User) -> Doubted | None:
    """The row, whose decision is somebody else's than the citizen's."""
    doubted = Doubted.objects.select_for_update().filter(pk=act_id).first()
    if doubted is not None and doubted.citizen_id == by.pk:
        raise OwnAct
    return doubted


def _is_refused(doubted: Doubted) -> bool:
    return doubted.came == Came.REFUSED or doubted.decision in (Decision.REFUSED, Decision.UNREVIEWED)


def _decide(doubted: Doubted, decision: Decision, *, by: User | None, now: datetime, reason: str = "") -> None:
    doubted.decision, doubted.reason, doubted.decided_by, doubted.decided_at = decision, reason, by, now
    doubted.save(update_fields=["decision", "reason", "decided_by", "decided_at"])


def _score_again(doubted: Doubted, now: datetime) -> None:
    """The act is pending; so are those that waited for what becomes of it, and stand behind it as recorded."""
    citizens.lock(doubted.citizen_id)
    Activity.objects.filter(pk=doubted.pk).update(status=Status.PENDING, refusal="", status_at=now)
    queue.enter([Activity.objects.get(pk=doubted.pk)])
    _go_on(doubted, now)


def _reject(doubted: Doubted, refusal: str, now: datetime) -> None:
    citizens.lock(doubted.citizen_id)
    Activity.objects.filter(pk=doubted.pk).update(status=Status.REJECTED, refusal=refusal, status_at=now)
    rejecting.tell_of([doubted.pk], now=now)
    _go_on(doubted, now)


def _go_on(doubted: Doubted, now: datetime) -> None:
    queue.go_on_after(doubted.pk, now=now)
    nudge.announce([doubted.citizen_id])
