"""What a channel brings, and the digests under which the gate knows it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from activities.things.naming import NamedThing
from common.errors import DomainError
from methodologies.base import Span
from scenarios.rules import Evidence

BETTER = [grade for grade in Evidence if grade is not Evidence.SELF_DECLARED]
"""The grades by which an act may be proven better than it was."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An act as a channel understood it, before any rule has looked at it."""

    scenario: str
    span: Span
    started_at: datetime
    ended_at: datetime
    values: Mapping[str, object]
    client_id: str = ""
    """The sender's own id of the act; empty where the act stands for itself."""
    things: tuple[NamedThing, ...] = ()
    """What of the world it counts: each counts once for everybody."""
    unnamed: DomainError | None = None
    """Why the channel does not know which thing it counts. The gate says so unless the act was recorded before."""
    arrived_at: datetime | None = None
    """When it was sent, where a person had to look at it before it could be recorded."""


def all_digests(draft: Draft, evidence: Evidence) -> list[UUID]:
    """Under which digests a draft's act may be that is as well proven as that."""
    return [digest(draft), *proven_digests(draft, evidence)]


def proven_digests(draft: Draft, evidence: Evidence) -> list[UUID]:
    """Of them those of acts that were recorded as better proof."""
    return [digest(draft, grade) for grade in BETTER if grade.strength >= evidence.strength]


def digest(draft: Draft, grade: Evidence | None = None) -> UUID:
    """16 bytes that stand for the client's id, or for all that the act says where there is none.

    The first record of an act has one without a grade, however it is proven; better ones have one of their grade.
    """
    if draft.client_id:
        identity = f"id\n{draft.client_id}"
    else:
        said = sorted((name, str(value)) for name, value in draft.values.items())
        identity = f"act\n{draft.scenario}\n{draft.started_at.timestamp()}\n{draft.ended_at.timestamp()}\n{said}"
    return UUID(bytes=blake2b(identity.encode(), digest_size=16, person=(grade or "").encode()).digest())


def digest_after(activity_id: int) -> UUID:
    """Of the act that its citizen tells again once this one, the same, was withdrawn."""
    return UUID(bytes=blake2b(f"again\n{activity_id}".encode(), digest_size=16).digest())
