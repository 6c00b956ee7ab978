"""Tells the story of an assessment from its codes and facts: the same one to the citizen and to the auditor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.measures import measure_label, measure_shown
from activities.models import Activity
from activities.reckoning import Cut, Reckoning, Used, floored, reckon
from common.texts import in_reader_language
from methodologies.base import Claim
from scenarios.models import RuleVersion
from scenarios.rules import Cap, CapMeasure, Number, Period, Rule, Source, SourcedBound, Standing


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


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning: what was done, and the grams or credits after it."""

    words: str
    result: str


@dataclass(frozen=True, slots=True)
class Explanation:
    plain: Sequence[str]
    """The whole story in sentences that need no arithmetic."""
    formula: str
    symbols: str
    steps: Sequence[Step]
    cuts: Sequence[str]
    """What left the act with less, in the order in which it did."""
    factors: Sequence[Stated]
    limits: Sequence[Stated]
    version: int
    effective_from: date
    claimable: bool


def explain(activity: Activity) -> Explanation:
    """The explanation of a scored activity, in the language active now."""
    assessment = activity.assessment
    cuts = [Cut(**cut) for cut in assessment.facts["cuts"]]
    quantified = Decimal(assessment.facts["quantified"])
    reckoning = Reckoning(quantified, assessment.grams, assessment.credits, tuple(cuts))
    return _told(assessment.version, activity.claim(), reckoning)


def worked_example(version: RuleVersion, rule: Rule) -> Explanation:
    """The methodology's example, reckoned now by the code that scores, for someone who has done nothing yet."""
    claim = rule.methodology.example
    nothing = {Period.DAY: Used(), Period.MONTH: Used()}
    return _told(version, claim, reckon(claim, rule, nothing), rule)


def _told(version: RuleVersion, claim: Claim, reckoning: Reckoning, rule: Rule | None = None) -> Explanation:
    rule = rule or version.rule
    method = rule.methodology
    steps = [
        Step(in_reader_language(line.expression), _("%(grams)s g") % {"grams": _exact(line.grams)})
        for line in method.working(claim, rule.factor_values)
    ]
    counted = floored(reckoning.quantified)
    steps.append(Step(_("Whole grams, rounded down"), _("%(grams)s g") % {"grams": f"{counted:,}"}))
    cuts = [_cut(cut.code, cut.limit, cut.used) for cut in reckoning.cuts]
    if cuts:
        steps.append(Step(_("After the limits"), _("%(grams)s g") % {"grams": f"{reckoning.grams:,}"}))
    steps.append(_credit_step(reckoning.grams, reckoning.credits, rule))
    return Explanation(
        plain=_plain_sentences(rule, claim, reckoning, cuts),
        formula=in_reader_language(method.formula),
        symbols=method.symbols,
        steps=steps,
        cuts=cuts,
        factors=stated_factors(rule),
        limits=stated_limits(rule),
        version=version.number,
        effective_from=version.effective_from,
        claimable=rule.claimable,
    )


def _plain_sentences(rule: Rule, claim: Claim, reckoning: Reckoning, cuts: Sequence[str]) -> list[str]:
    method = rule.methodology
    amounts = {name: measure_shown(method, name, Decimal(value)) for name, value in claim.values.items()}
    factors = {slot: _exact(value) for slot, value in rule.factor_values.items()}
    facts = {
        "deed": in_reader_language(method.deed).format(**amounts),
        "basis": in_reader_language(method.basis).format(**factors),
        "grams": f"{floored(reckoning.quantified):,}",
        "credits": _credits(reckoning.credits),
    }
    if not cuts:
        return [_("%(deed)s. %(basis)s, this avoids %(grams)s g of CO₂ and earns %(credits)s.") % facts]
    earned = {"grams": f"{reckoning.grams:,}", "credits": facts["credits"]}
    return [
        _("%(deed)s. %(basis)s, this avoids %(grams)s g of CO₂.") % facts,
        *cuts,
        _("So %(grams)s g count this time and earn %(credits)s.") % earned,
    ]


def stated_factors(rule: Rule) -> list[Stated]:
    """The factors of a rule's formula."""
    return [
        Stated(
            in_reader_language(slot.label),
            f"{_exact(rule.factors[slot.name].value)} {in_reader_language(slot.unit_label)}",
            _authority(rule.factors[slot.name].standing, rule.factors[slot.name].source),
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
        Stated(
            _("Grams for one credit"),
            _("%(grams)s g") % {"grams": rule.grams_per_credit.value},
            _number_authority(rule.grams_per_credit),
        ),
    ]


def _credit_step(grams: int, credits: int, rule: Rule) -> Step:
    words = _("%(grams)s g ÷ %(rate)s g a credit, rounded down") % {
        "grams": f"{grams:,}",
        "rate": rule.grams_per_credit.value,
    }
    return Step(words, _credits(credits))


def _credits(credits: int) -> str:
    return ngettext("%(credits)s credit", "%(credits)s credits", credits) % {"credits": f"{credits:,}"}


def _cut(code: str, limit: int, used: int) -> str:
    if code == "counted_before":
        return _("%(used)s g of this day were credited before; only what is more counts now.") % {"used": f"{used:,}"}
    if code == "overlaps":
        return _("Another act of this kind at the same time has already been counted.")
    limits = {
        "grams_per_day": _("At most %(limit)s g count a day."),
        "grams_per_month": _("At most %(limit)s g count a month."),
        "acts_per_day": _("At most %(limit)s acts count a day."),
        "acts_per_month": _("At most %(limit)s acts count a month."),
        "credits_per_day": _("At most %(limit)s credits can be earned a day."),
        "credits_per_month": _("At most %(limit)s credits can be earned a month."),
    }
    sentence = limits[code] % {"limit": f"{limit:,}"}
    if used:
        sentence += " " + _("Before this act it was %(used)s.") % {"used": f"{used:,}"}
    return sentence


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
        return _("%(grams)s g") % {"grams": f"{cap.limit.value:,}"}
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


def _exact(value: Decimal) -> str:
    """A Decimal in full, without needless zeros: 160.00 is 160."""
    plain = format(value.normalize(), "f")
    whole, _point, fraction = plain.partition(".")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"
