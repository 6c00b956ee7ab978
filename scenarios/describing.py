"""What a scenario is called and where it stands: its words, icon, group and place, changed at the desk with a trail."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from common.editions import check
from methodologies.terms import COUNT
from scenarios import rulebook
from scenarios.models import Scenario

FIXED_TERMS = ("occupies", "lasts_minutes")
"""Terms by which acts are reckoned: they stay as the scenario was founded with them, others are words."""


@dataclass(frozen=True, slots=True)
class Description:
    """How a scenario is shown. `terms` are the words of a generic methodology, empty where it has its own."""

    name: Mapping[str, str]
    summary: Mapping[str, str]
    icon: str
    group: str
    position: int
    terms: Mapping[str, Any]

    @classmethod
    def of(cls, scenario: Scenario) -> "Description":
        words = {name: term for name, term in scenario.terms.items() if name not in FIXED_TERMS}
        return cls(scenario.name, scenario.summary, scenario.icon, scenario.group, scenario.position, words)

    def edition_parts(self) -> list[Any]:
        """For `common.editions`, the same in whatever order its words are kept."""
        return [sorted(part.items()) if isinstance(part, dict) else part for part in asdict(self).values()]


def describe(scenario: Scenario, description: Description, *, now: datetime, edition: str | None = None) -> Scenario:
    """Shows a scenario in another way, if it is shown as that edition says; rules, and what was scored, stay.

    The terms' words are those of forms and of the next drafts. Raises `methodologies.terms.TermsError`, what
    `common.editions.check` does.
    """
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        check(edition, *Description.of(scenario).edition_parts())
        for name in ("name", "summary", "icon", "group", "position"):
            setattr(scenario, name, getattr(description, name))
        if scenario.terms:
            scenario.terms = {**{name: scenario.terms[name] for name in FIXED_TERMS}, **description.terms}
        assert scenario.methodology.code, "its terms make a methodology"
        scenario.described_at = now
        scenario.save()
    rulebook.forget()
    return scenario


def without_count(words: str) -> str:
    """The deed as it is read, its number left open."""
    return words.replace(f"{{{COUNT}}}", "…")
