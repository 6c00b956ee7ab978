"""Which version of a rule was in force on a city day."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from time import monotonic

from django.db import connection

from methodologies.base import Methodology
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import Rule


class RuleBook:
    """Every published version of every scenario, read in two queries. `current` keeps one from request to request."""

    def __init__(self) -> None:
        self.scenarios = {scenario.code: scenario for scenario in Scenario.objects.all()}
        self._by_id = {scenario.pk: scenario for scenario in self.scenarios.values()}
        self._versions: dict[int, list[RuleVersion]] = defaultdict(list)
        versions = RuleVersion.objects.published().defer("document").order_by("effective_from")
        for version in versions:
            self._versions[version.scenario_id].append(version)

    def scenario(self, scenario_id: int) -> Scenario:
        """The scenario of that id, also one that is younger than this book."""
        return self._by_id.get(scenario_id) or Scenario.objects.get(pk=scenario_id)

    def versions_of(self, scenario_id: int) -> list[RuleVersion]:
        """Every published version of a scenario that has a rule, earliest first; the last may not be in force yet."""
        return [version for version in self._versions[scenario_id] if not version.ends]

    def every_version_of(self, scenario_id: int) -> list[RuleVersion]:
        """Those that end the scenario, too."""
        return list(self._versions[scenario_id])

    def version_on(self, scenario_id: int, day: date) -> RuleVersion | None:
        """The version in force on `day`, or `None` before the scenario's first and once it has ended."""
        begun = self._begun(scenario_id, day)
        version = self._versions[scenario_id][begun - 1] if begun else None
        return None if version is None or version.ends else version

    def last_day_of(self, scenario_id: int, day: date) -> date | None:
        """The last day on which something counts, as far as an end is published after `day`."""
        later = self._versions[scenario_id][self._begun(scenario_id, day) :]
        return next((version.effective_from - timedelta(days=1) for version in later if version.ends), None)

    def begins_again_on(self, scenario_id: int, day: date) -> date | None:
        """From when on something counts again in a scenario of which nothing does by the end of `day`."""
        later = self._versions[scenario_id][self._begun(scenario_id, day) :]
        return next((version.effective_from for version in later if not version.ends), None)

    def ended_by(self, scenario_id: int, day: date) -> tuple[RuleVersion, RuleVersion] | None:
        """The end because of which nothing counts on `day`, with the last version that had a rule."""
        versions = self._versions[scenario_id][: self._begun(scenario_id, day)]
        rules = [version for version in versions if not version.ends]
        if not rules or rules[-1] is versions[-1]:
            return None
        return versions[versions.index(rules[-1]) + 1], rules[-1]

    def _begun(self, scenario_id: int, day: date) -> int:
        """How many versions have begun by `day`."""
        return bisect_right(self._versions[scenario_id], day, key=lambda version: version.effective_from)

    def rules_on(self, day: date) -> list[tuple[Scenario, RuleVersion, Rule]]:
        """Each scenario with the version in force on `day` and its rule, in the scenarios' order."""
        return [
            (scenario, version, rule_of(version.pk))
            for scenario in self.scenarios.values()
            if (version := self.version_on(scenario.pk, day)) is not None
        ]

    def methodology_of(self, scenario_id: int) -> Methodology:
        """A scenario's methodology. Raises `KeyError` where this program has none of that code."""
        return self._by_id[scenario_id].methodology

    def rule_on(self, scenario_id: int, day: date) -> tuple[RuleVersion, Rule] | None:
        """The version in force on `day` with its rule read, or `None` where there is none."""
        version = self.version_on(scenario_id, day)
        return None if version is None else (version, rule_of(version.pk))


@lru_cache(maxsize=1024)
def rule_of(version_id: int) -> Rule:
    """The rule of a published version. A process may keep it: a published version never changes."""
    version = RuleVersion.objects.published().get(pk=version_id)
    return version.rule


TRUSTED_S = 1.0
"""How long a process trusts its book before it asks again whether a rule has changed."""


@dataclass(slots=True)
class _Kept:
    book: RuleBook
    stamp: tuple[int, ...]
    asked_at: float


_kept: _Kept | None = None


def current() -> RuleBook:
    """The book that the process keeps; it learns of a change within a second.

    That is early enough where an act is taken in or offered: a rule is published for a later day.
    """
    if _kept is None or monotonic() - _kept.asked_at >= TRUSTED_S:
        return latest()
    return _kept.book


def latest() -> RuleBook:
    """The book as it is at this moment: for whoever scores."""
    global _kept
    # Older than the book: what changes in between is read again the next time.
    asked_at, stamp = monotonic(), _stamp()
    book = _kept.book if _kept is not None and _kept.stamp == stamp else RuleBook()
    _kept = _Kept(book, stamp, asked_at)
    return book


def forget() -> None:
    """To be called where a rule changes, so that the process that changed it sees it at once."""
    global _kept
    _kept = None


def _stamp() -> tuple[int, ...]:
    """How many changes the trail tells of, and the last. Only added to, but not always in the order of its numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT version.*, scenario.*
            FROM (SELECT count(*), coalesce(max(pgh_id), 0) FROM scenarios_ruleversionevent) AS version,
                 (SELECT count(*), coalesce(max(pgh_id), 0) FROM scenarios_scenarioevent) AS scenario
            """
        )
        return tuple(cursor.fetchone())
