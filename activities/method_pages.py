"""The public pages about how acts are counted: every formula, factor, source, bound and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept_pages import Content, render_kept
from activities.explanation import Stated, stated_factors, stated_limits, stated_proofs, worked_example
from common.access import public
from common.city_time import city_day, day_span
from common.texts import in_reader_language
from methodologies.base import Methodology
from scenarios.models import RuleVersion, Scenario
from scenarios.rulebook import RuleBook, current, rule_of
from scenarios.rules import Rule

KEPT_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter of the formula: what it stands for, and in what unit."""

    letter: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a rule in the history of its scenario."""

    version: RuleVersion
    factors: Sequence[Stated]


@dataclass(frozen=True, slots=True)
class Counting:
    """How a scenario is counted by the rule in force."""

    scenario: Scenario
    version: RuleVersion
    rule: Rule
    formula: str
    caveat: str
    symbols: str
    legend: Sequence[Symbol]
    factors: Sequence[Stated]
    limits: Sequence[Stated]
    proofs: Sequence[Stated]
    editions: Sequence[Edition]
    """Every published version with the factors that it counts by, latest first."""


@public
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How each scenario is counted today."""
    now = timezone.now()
    return render_kept(request, "activities/methods.html", lambda: _methods(now), now=now)


def _methods(now: datetime) -> Content:
    book, today = current(), city_day(now)
    countings = [counting_of(book, scenario, version, rule) for scenario, version, rule in book.rules_on(today)]
    _midnight, tomorrow = day_span(today)
    # A rule is published for a later day: what is in force today can change by a new release of the portal alone.
    return Content({"countings": countings}, min(now + KEPT_FOR, tomorrow))


@public
@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """How one scenario is counted, with an example that the scoring code reckons while the page is made."""
    book, today = current(), city_day(timezone.now())
    for scenario, version, rule in book.rules_on(today):
        if scenario.code == code:
            counting = counting_of(book, scenario, version, rule)
            context = {"counting": counting, "explanation": worked_example(version, rule)}
            return render(request, "activities/method.html", context)
    raise Http404


def counting_of(book: RuleBook, scenario: Scenario, version: RuleVersion, rule: Rule) -> Counting:
    """Everything that a page says about a rule, in the language active now."""
    method = rule.methodology
    return Counting(
        scenario=scenario,
        version=version,
        rule=rule,
        formula=in_reader_language(method.formula),
        caveat=in_reader_language(method.caveat) if method.caveat else "",
        symbols=method.symbols,
        legend=_legend(method),
        factors=stated_factors(rule),
        limits=stated_limits(rule),
        proofs=stated_proofs(rule),
        editions=[
            Edition(edition, stated_factors(rule_of(edition.pk))) for edition in book.versions_of(scenario.pk)[::-1]
        ],
    )


def _legend(method: Methodology) -> list[Symbol]:
    if not method.quantifies:
        return []
    return [
        Symbol("ER", _("CO₂ avoided"), _("g")),
        *(
            Symbol(asked.symbol, in_reader_language(asked.label), in_reader_language(asked.unit))
            for asked in method.quantities
            if asked.symbol
        ),
        *(
            Symbol(slot.symbol, in_reader_language(slot.label), in_reader_language(slot.unit_label))
            for slot in method.slots
        ),
    ]
