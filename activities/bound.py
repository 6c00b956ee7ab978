"""Which of a citizen's bound things an act counts: the apps with which citizens bind things bring the answer.

Such an app has a module `binding` with `bound_by(citizen)`, which gives a `Bound`.
"""

from collections.abc import Sequence
from typing import Protocol

from accounts.models import User
from activities.gate.drafts import Draft
from common.brought import brought
from common.errors import DomainError


class Bound(Protocol):
    """What a citizen has bound of one sort."""

    def missing_for(self, scenario: str) -> tuple[str, DomainError] | None:
        """Where to bind what such an act counts, and why, while nothing that fits is bound."""

    def names_for(self, scenario: str) -> list[str]:
        """Among which of them the citizen names one; none where there is nothing to choose."""

    def name(self, draft: Draft, called: str = "") -> Draft:
        """The draft with what is known of the things that it counts, or with the reason why it counts none."""


class Everything:
    """What a citizen has bound of every sort."""

    def __init__(self, sorts: Sequence[Bound]) -> None:
        self._sorts = sorts

    def missing_for(self, scenario: str) -> tuple[str, DomainError] | None:
        return next((missing for sort in self._sorts if (missing := sort.missing_for(scenario))), None)

    def names_for(self, scenario: str) -> list[str]:
        return [name for sort in self._sorts for name in sort.names_for(scenario)]

    def name(self, draft: Draft, called: str = "") -> Draft:
        for sort in self._sorts:
            draft = sort.name(draft, called)
        return draft


def bound_by(citizen: User) -> Bound:
    return Everything([module.bound_by(citizen) for module in brought("binding")])
