"""Which numbers a published rule changed against the one before it, and on whose authority: what a reader calls why."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from activities.telling.stated import Stated, stated_factors, stated_limits, stated_proofs
from common.city_time import city_day
from scenarios.models import RuleVersion, Scenario
from scenarios.rulebook import RuleBook, rule_of
from scenarios.rules import Standing


class Changed(NamedTuple):
    """One number of a rule; `before` is empty where it is new, `after` where it is gone."""

    label: str
    before: str
    after: str
    title: str
    publisher: str
    standing: Standing


class Change(NamedTuple):
    """A version that was published, with its day and what it changed; nothing of a scenario's first."""

    scenario: Scenario
    version: RuleVersion
    published_on: date
    is_first: bool
    changed: tuple[Changed, ...]

    @property
    def tells(self) -> bool:
        """Whether it says more than that there is a version."""
        return bool(self.changed) or self.version.ends

    @property
    def sources(self) -> list[str]:
        """Titles and publishers of what was changed, each once."""
        return list(dict.fromkeys(f"{one.title} · {one.publisher}" for one in self.changed if one.title))


def changes(book: RuleBook) -> list[Change]:
    """Every published version, the one that holds from the latest day on first."""
    found = [change for scenario in book.scenarios.values() for change in _of(book, scenario)]
    return sorted(found, key=lambda one: (one.version.effective_from, one.version.pk), reverse=True)


def _of(book: RuleBook, scenario: Scenario) -> Iterator[Change]:
    before: RuleVersion | None = None
    for version in book.every_version_of(scenario.pk):
        assert version.published_at is not None
        changed = _changed(scenario, before, version) if before is not None else ()
        yield Change(scenario, version, city_day(version.published_at), before is None, changed)
        before = version


def _changed(scenario: Scenario, before: RuleVersion, after: RuleVersion) -> tuple[Changed, ...]:
    old, new = _stated(scenario, before), _stated(scenario, after)
    return tuple(
        Changed(
            label,
            old[label].value if label in old else "",
            new[label].value if label in new else "",
            stated.authority.title,
            stated.authority.publisher,
            stated.authority.standing,
        )
        for label, stated in (old | new).items()
        if label not in old or label not in new or old[label].value != new[label].value
    )


def _stated(scenario: Scenario, version: RuleVersion) -> dict[str, Stated]:
    """By what they are called; of a version that ends its scenario nothing."""
    if version.ends:
        return {}
    rule = rule_of(version.pk)
    return {
        **{one.label: one for one in stated_factors(rule)},
        **{one.label: one for one in stated_limits(rule)},
        **{_("Proof: %(proof)s") % {"proof": one.label}: one for one in stated_proofs(scenario, rule)},
    }
