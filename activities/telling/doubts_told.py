"""What spoke against an act and what came of that, in plain words: all of it, but not from which weight on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.models import Activity, Doubted, QueuedAct, Status
from activities.scoring.doubts import sentences


@dataclass(frozen=True, slots=True)
class DoubtsTold:
    """`sentences` are in the language active now; `due_at` is the last moment of a decision that is awaited."""

    sentences: Sequence[str]
    came: str
    due_at: datetime | None
    is_forgiven: bool


def doubts_told(activity: Activity) -> DoubtsTold | None:
    """Nothing where nothing spoke against the act; that one was drawn for audit is no doubt."""
    doubted = Doubted.objects.filter(pk=activity.pk).first()
    if doubted is None or not doubted.doubts:
        return None
    told = sentences(doubt["code"] for doubt in doubted.doubts)
    return DoubtsTold(told, doubted.came, None if doubted.decision else doubted.due_at, doubted.is_forgiven)


def doubts_in_full(doubted: Doubted | None) -> list[tuple[str, Mapping[str, Any]]]:
    """For the desk: each sentence beside the code, the weight and the facts."""
    doubts = doubted.doubts if doubted else []
    return [(" ".join(sentences([doubt["code"]])), doubt) for doubt in doubts]


def waits_for(activity: Activity) -> Activity | None:
    """The citizen's act whose decision this one waits for."""
    if activity.status != Status.BEHIND:
        return None
    before = QueuedAct.objects.filter(pk=activity.pk).values("waits_for")
    return Activity.objects.of(activity.citizen_id).filter(pk__in=before).first()
