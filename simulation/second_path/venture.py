"""What the city remembers of a project, and of its second path as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from simulation.chance import Chance
from simulation.city import City

DESK = {
    "designs": "项目 · Projects",
    "registrar": "登记 · Registry",
    "registry-control": "登记复核 · Registry control",
}
"""The members of staff who decide on the second path, and the groups they are in."""


@dataclass(slots=True)
class Organised:
    """An organisation, as those who act for it know it."""

    organisation: Any
    owner: User
    editor: User
    plan: Mapping[str, Any]


@dataclass(slots=True)
class Venture:
    """A project from its first draft on. It is stuck once a door has refused what comes next."""

    number: int
    plan: Mapping[str, Any]
    owned: Organised | None = None
    verified: Organised | None = None
    design: Any = None
    comments: list[Any] = field(default_factory=list)
    project: Any = None
    report: Any = None
    findings: list[Any] = field(default_factory=list)
    proposals: list[Any] = field(default_factory=list)
    is_issued: bool = False
    is_stuck: bool = False

    @property
    def owner(self) -> Organised:
        assert self.owned is not None
        return self.owned

    @property
    def verifier(self) -> Organised:
        assert self.verified is not None
        return self.verified

    def chance(self, city: City, *name: object) -> Chance:
        return city.chance("project", self.number, *name)


@dataclass(slots=True)
class SecondPath:
    """All of it that there is in a city."""

    organisations: dict[str, Organised] = field(default_factory=dict)
    ventures: list[Venture] = field(default_factory=list)
    pool: Any = None
    """The project that pools citizens' reductions."""

    def of(self, kind: str) -> list[Organised]:
        """Those that are owners, verifiers, buyers."""
        return [each for each in self.organisations.values() if each.plan.get("as", "owner") == kind]

    def people(self) -> set[User]:
        """Who acts for organisations."""
        return {person for each in self.organisations.values() for person in (each.owner, each.editor)}
