"""What a played platform is asked and answers, whatever serves it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from platforms.demonstration.keys import Keys
from platforms.demonstration.people import Grants


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its path below the platform, and its parameters from wherever they stood."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class World:
    """What all played platforms share: keys, codes, and whether they tell ids that all apps know."""

    keys: Keys = field(default_factory=Keys)
    grants: Grants = field(default_factory=Grants)
    back_to: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"})
    """The hosts that the operator has named as where people are led back to."""
    tells_unionid: bool = True
    tells_snapshots: bool = False
    """WeChat's previews: ids made up for nobody in particular."""


Door = Callable[[World, Asked], Answer]
"""One address of a platform."""


def told(members: Mapping[str, Any], status: int = 200, content_type: str = "application/json") -> Answer:
    body = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, {"Content-Type": content_type})
