"""Holds a draft against what is beside it: the budgets, the day, the other scenarios."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from common.city_time import city_day
from scenarios import rulebook
from scenarios.contradictions import Beside, Finding, followed_by, found
from scenarios.models import RuleVersion
from scenarios.refusals import Contradicts
from scenarios.rules import Evidence, Rule

Ways = Mapping[str, frozenset[Evidence]]
"""By which ways acts of a scenario come, and how well proven by each."""


def findings_of(
    draft: RuleVersion,
    *,
    now: datetime,
    budgets: Mapping[str, int] | None,
    ways: Ways | None = None,
    day: date | None = None,
) -> list[Finding]:
    """What does not fit in a draft that shall hold from `day`, or from the one that it proposes, on; errors first."""
    since, book = day or draft.effective_from, rulebook.RuleBook()
    beside = Beside(since, city_day(now), budgets, list(_others(draft, book, since)), _next(draft, since), ways)
    return [*followed_by(beside)] if draft.ends else found(draft.rule, beside)


def _others(draft: RuleVersion, book: rulebook.RuleBook, day: date) -> Iterator[tuple[str, Rule]]:
    for scenario, _version, rule in book.rules_on(day):
        if scenario.pk != draft.scenario_id:
            yield str(scenario), rule


def _next(draft: RuleVersion, day: date) -> tuple[int, date] | None:
    later = RuleVersion.objects.published().filter(scenario=draft.scenario_id, effective_from__gt=day)
    return later.order_by("effective_from").values_list("number", "effective_from").first()


def check_findings(draft: RuleVersion, *, now: datetime, budgets: Mapping[str, int] | None, ways: Ways | None) -> None:
    """Raises `Contradicts` with every error in a sentence of its own."""
    findings = findings_of(draft, now=now, budgets=budgets, ways=ways)
    errors = [finding.sentence for finding in findings if finding.is_error]
    if errors:
        raise Contradicts(version=draft, reasons=" ".join(errors))
