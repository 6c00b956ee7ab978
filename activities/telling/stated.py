"""The numbers of a rule as people read them, each with its name and on whose authority it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import ways_in
from activities.measures import measure_label, measure_shown
from common.texts import in_reader_language
from scenarios.evidence_words import evidence_in_words
from scenarios.models import Scenario
from scenarios.rules import (
    Cap,
    CapMeasure,
    Evidence,
    FactorValue,
    Number,
    Period,
    Rule,
    Source,
    SourcedBound,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """Who says a number: for the mark beside it."""

    standing: Standing
    title: str
    publisher: str
    published_on: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of the rule with its name, its value as people read it, and its authority."""

    label: str
    value: str
    authority: Authority
    range: str = ""
    """Between which published values it was chosen."""


def sources_of(*blocks: Sequence[Stated]) -> list[Authority]:
    """On whose authority the numbers of these blocks stand, each said once, in the order in which they are met."""
    return list(dict.fromkeys(number.authority for block in blocks for number in block))


def stated_factors(rule: Rule) -> list[Stated]:
    """The factors of a rule's formula."""
    return [
        Stated(
            in_reader_language(slot.label),
            f"{exact(rule.factors[slot.name].value)} {in_reader_language(slot.unit_label)}",
            _authority(rule.factors[slot.name].standing, rule.factors[slot.name].source),
            _range(rule.factors[slot.name]),
        )
        for slot in rule.methodology.slots
    ]


def stated_limits(rule: Rule) -> list[Stated]:
    """What a rule believes, where it stops counting, and what a credit costs."""
    return [
        *(_stated_bound(rule, sourced) for sourced in rule.bounds),
        *(
            Stated(cap_label(cap.measure, cap.period), _cap_value(cap), _number_authority(cap.limit))
            for cap in rule.caps
        ),
        _stated_price(rule),
        *_stated_riding(rule),
    ]


def share_of_typed(rule: Rule) -> str:
    """How much of what a citizen types counts, as a part of a sentence: 自行填报计入 50%."""
    return _("what you type %(share)s") % {"share": _share(rule, Evidence.SELF_DECLARED)}


def stated_proofs(scenario: Scenario, rule: Rule) -> list[Stated]:
    """Which evidence a rule takes, the weakest first, and how much of an act it makes count."""
    return [
        Stated(
            _proof_in_words(scenario, rule, grade),
            _share(rule, grade),
            _number_authority(rule.worth.get(grade, rule.windows[grade])),
        )
        for grade in Evidence
        if grade in rule.windows
    ]


def _proof_in_words(scenario: Scenario, rule: Rule, grade: Evidence) -> str:
    """The grade; says so where a rule takes it but there is no way yet by which it could come."""
    words = evidence_in_words(grade)
    if grade in ways_in.open_grades(scenario.code, rule):
        return words
    return _("%(evidence)s · not open yet") % {"evidence": words}


def _share(rule: Rule, grade: Evidence) -> str:
    words = {"worth": rule.worth_of(grade)}
    if grade not in rule.most_grams:
        return _("counts %(worth)s%%") % words
    return _("counts %(worth)s%%, at most %(grams)s g of an act") % {**words, "grams": most_grams(rule, grade)}


def _stated_price(rule: Rule) -> Stated:
    if rule.credits_each is not None:
        return Stated(_("Credits"), credits_each(rule), _number_authority(rule.credits_each))
    assert rule.grams_per_credit is not None
    grams = in_grams(f"{rule.grams_per_credit.value}")
    return Stated(_("Grams for one credit"), grams, _number_authority(rule.grams_per_credit))


def _stated_riding(rule: Rule) -> Iterator[Stated]:
    if rule.steps_per_riding_minute:
        value = _("%(steps)s steps") % {"steps": rule.steps_per_riding_minute.value}
        yield Stated(riding_label(), value, _number_authority(rule.steps_per_riding_minute))


def riding_label() -> str:
    """The name of what rides take off the steps of their day."""
    return _("Steps taken off for a minute on a shared bike")


def cap_label(measure: CapMeasure, period: Period) -> str:
    """The name of a cap: 每天最多计入."""
    labels = {
        (CapMeasure.GRAMS, Period.DAY): _("Most grams a day"),
        (CapMeasure.GRAMS, Period.MONTH): _("Most grams a month"),
        (CapMeasure.ACTS, Period.DAY): _("Most acts a day"),
        (CapMeasure.ACTS, Period.MONTH): _("Most acts a month"),
        (CapMeasure.CREDITS, Period.DAY): _("Most credits a day"),
        (CapMeasure.CREDITS, Period.MONTH): _("Most credits a month"),
    }
    return labels[measure, period]


def _cap_value(cap: Cap) -> str:
    if cap.measure is CapMeasure.GRAMS:
        return in_grams(f"{cap.limit.value:,}")
    return f"{cap.limit.value:,}"


def _stated_bound(rule: Rule, sourced: SourcedBound) -> Stated:
    method, bound = rule.methodology, sourced.bound
    least = None if bound.least is None else measure_shown(method, bound.measure, bound.least)
    most = None if bound.most is None else measure_shown(method, bound.measure, bound.most)
    if least and most:
        value = _("%(least)s to %(most)s") % {"least": least, "most": most}
    else:
        value = _("at least %(least)s") % {"least": least} if least else _("at most %(most)s") % {"most": most}
    return Stated(measure_label(method, bound.measure), value, _authority(sourced.standing, sourced.source))


def _number_authority(number: Number) -> Authority:
    return _authority(number.standing, number.source)


def _authority(standing: Standing, source: Source) -> Authority:
    return Authority(
        standing, in_reader_language(source.title), in_reader_language(source.publisher), source.published_on
    )


def exact(value: Decimal) -> str:
    """A Decimal in full, without needless zeros: 160.00 is 160."""
    plain = format(value.normalize(), "f")
    whole, _point, fraction = plain.partition(".")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"


def _range(factor: FactorValue) -> str:
    if factor.low is None or factor.central is None or factor.high is None:
        return ""
    ends = {"low": exact(factor.low), "central": exact(factor.central), "high": exact(factor.high)}
    return _("Range: low %(low)s, central %(central)s, high %(high)s") % ends


def credits_each(rule: Rule) -> str:
    assert rule.credits_each is not None
    each = in_credits(rule.credits_each.value or 0)
    tally = rule.methodology.tally
    if not tally:
        return _("%(credits)s each time") % {"credits": each}
    return _("%(credits)s for each of: %(tally)s") % {"credits": each, "tally": measure_label(rule.methodology, tally)}


def most_grams(rule: Rule, evidence: Evidence) -> str:
    return f"{rule.most_grams[evidence].value:,}"


def in_grams(shown: str) -> str:
    return _("%(grams)s g") % {"grams": shown}


def in_credits(credits: int) -> str:
    return ngettext("%(credits)s credit", "%(credits)s credits", credits) % {"credits": f"{credits:,}"}
