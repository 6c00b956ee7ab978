"""What spoke against an act and what came of that, in plain words: all of it, but not from which weight on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from activities.models import Activity, Doubted, QueuedAct, Status
from activities.scoring.doubts import sentences
from activities.telling.doubt_facts import facts_in_words


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


class DoubtInFull(NamedTuple):
    """One doubt as the desk reads it: with its code and weight, its sentence, and the numbers behind it in words."""

    doubt: Mapping[str, Any]
    sentence: str
    facts: Sequence[str]


def doubts_in_full(doubted: Doubted | None) -> list[DoubtInFull]:
    """In the language active now."""
    doubts = doubted.doubts if doubted else []
    return [DoubtInFull(doubt, " ".join(sentences([doubt["code"]])), _facts(doubted, doubt)) for doubt in doubts]


def _facts(doubted: Doubted | None, doubt: Mapping[str, Any]) -> list[str]:
    assert doubted
    return facts_in_words(doubted.activity, doubt["code"], doubt["facts"])


def waits_for(activity: Activity) -> Activity | None:
    """The citizen's act whose decision this one waits for."""
    if activity.status != Status.BEHIND:
        return None
    before = QueuedAct.objects.filter(pk=activity.pk).values("waits_for")
    return Activity.objects.of(activity.citizen_id).filter(pk__in=before).first()
