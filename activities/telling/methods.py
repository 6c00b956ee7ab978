"""How a scenario is counted, as pages tell it: every formula, factor, source, bound and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from activities.telling.bringing import brings
from activities.telling.stated import (
    Authority,
    Stated,
    share_of_typed,
    sources_of,
    stated_factors,
    stated_limits,
    stated_proofs,
)
from common.texts import in_reader_language
from methodologies.base import Methodology
from scenarios.models import RuleVersion, Scenario
from scenarios.rulebook import RuleBook, rule_of
from scenarios.rules import Evidence, Rule, Standing


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
    sentence: str
    """How an act that a citizen tells of is counted, in one sentence."""
    last_day: date | None
    """The last day on which something counts, where the scenario is to end."""
    again_on: date | None
    """From when on something counts again after that day, as far as that is published."""

    @property
    def sources(self) -> list[Authority]:
        return sources_of(self.factors, self.proofs, self.limits)

    @property
    def factor_sources(self) -> list[Authority]:
        return sources_of(self.factors)

    @property
    def standing(self) -> Standing:
        """That of its number which binds the least."""
        standings = {source.standing for source in self.sources}
        return next((standing for standing in reversed(Standing) if standing in standings), Standing.OFFICIAL)


def counting_of(book: RuleBook, scenario: Scenario, version: RuleVersion, rule: Rule) -> Counting:
    """Everything that a page says about a rule, in the language active now."""
    method, last_day = rule.methodology, book.last_day_of(scenario.pk, version.effective_from)
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
        proofs=stated_proofs(scenario, rule),
        editions=[
            Edition(edition, stated_factors(rule_of(edition.pk))) for edition in book.versions_of(scenario.pk)[::-1]
        ],
        sentence=_in_a_sentence(rule),
        last_day=last_day,
        again_on=None if last_day is None else book.begins_again_on(scenario.pk, last_day),
    )


def _in_a_sentence(rule: Rule) -> str:
    typed = [share_of_typed(rule)] if rule.grades_better_than(Evidence.SELF_DECLARED) else []
    if rule.grams_per_credit is None:
        return brings(rule) + _(".")
    values = {slot: f"{value.normalize():f}" for slot, value in rule.factor_values.items()}
    basis = in_reader_language(rule.methodology.basis).format(**values)
    price = _("%(grams)s g are one credit") % {"grams": rule.grams_per_credit.value}
    return _("; ").join([basis, price, *typed]) + _(".")


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
