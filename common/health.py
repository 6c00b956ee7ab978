"""How an app says whether its work is being done: parts, each with a word for everybody and facts for operators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"
    """What would tell is away itself."""
    WAITING = "waiting"
    """Waits for something that people do."""
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Part:
    """`facts` hold no personal value, no address and no message of an error."""

    name: str
    state: State
    facts: Mapping[str, object] = field(default_factory=dict)


def up_if(condition: bool) -> State:
    return State.UP if condition else State.DOWN
