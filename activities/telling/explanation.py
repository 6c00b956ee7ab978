"""Tells the story of an assessment from its codes and facts: the same one to the citizen and to the auditor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import ways_in
from activities.measures import value_shown
from activities.models import Activity, Recounting
from activities.scoring.walked import LESS_THAN_STEPS, RIDDEN
from activities.scoring.worth import Cut, Reckoning, Worth, best_evidence, floored, proven, reckon_alone
from activities.telling.doubts_told import doubts_told
from activities.telling.stated import (
    Authority,
    Stated,
    credits_each,
    exact,
    in_credits,
    in_grams,
    most_grams,
    sources_of,
    stated_factors,
    stated_limits,
    stated_proofs,
)
from common.texts import in_reader_language
from methodologies.base import Claim
from scenarios.evidence_words import evidence_in_words
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import (
    WHOLE,
    Evidence,
    Rule,
)


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
    proofs: Sequence[Stated]
    better_proofs: Sequence[str]
    """By which evidence the same act would have counted for more, and for how much."""
    version: int
    effective_from: date
    claimable: bool

    @property
    def sources(self) -> list[Authority]:
        return sources_of(self.factors, self.proofs, self.limits)


def explain(activity: Activity) -> Explanation:
    """The explanation of a scored activity, in the language active now."""
    assessment = activity.assessment
    cuts = [Cut(**cut) for cut in assessment.cuts]
    quantified = Decimal(assessment.facts["quantified"])
    reckoning = Reckoning(quantified, assessment.grams, assessment.credits, tuple(cuts))
    version = assessment.version
    evidence = Evidence(assessment.counted_as or activity.evidence)
    told = _told(activity.scenario, version, version.rule, activity.claim(), evidence, reckoning)
    return replace(told, plain=[*told.plain, *_counted_since(activity, reckoning), *_doubted(activity)])


def explain_by(version: RuleVersion, activity: Activity, evidence: Evidence, reckoning: Reckoning) -> Explanation:
    """What a version would have made of an act, told as what was made of it is."""
    return _told(activity.scenario, version, version.rule, activity.claim(), evidence, reckoning)


def _doubted(activity: Activity) -> list[str]:
    """What spoke against an act that counts all the same; nothing for most."""
    doubts = doubts_told(activity)
    if doubts is None:
        return []
    if doubts.is_forgiven:
        return [_("A person has looked at it, and it counts in full.")]
    lead = _("Something about it is unusual; it counts all the same.")
    if activity.assessment.counted_as:
        words = {"evidence": evidence_in_words(Evidence(activity.assessment.counted_as))}
        lead = _("Something about it is unusual, so it counts like this: %(evidence)s.") % words
    return [lead, *doubts.sentences]


def _counted_since(activity: Activity, reckoning: Reckoning) -> list[str]:
    """What became of the act by a later one of its time; nothing for most."""
    recounting = Recounting.objects.filter(pk=activity.pk).first()
    if recounting is None or not recounting.acts:
        return []
    if recounting.acts < 0:
        return [_("A later act includes this time and counts in its place. What this one earned stays yours.")]
    return [_("With a later act it counts after all; its worth was paid with that one.")]


def worked_example(scenario: Scenario, version: RuleVersion, rule: Rule) -> Explanation:
    """The methodology's example, reckoned now by the code that scores, for someone who has done nothing yet."""
    claim, evidence = rule.methodology.example, best_evidence(rule)
    return _told(scenario, version, rule, claim, evidence, reckon_alone(claim, rule, evidence))


def _told(
    scenario: Scenario, version: RuleVersion, rule: Rule, claim: Claim, evidence: Evidence, reckoning: Reckoning
) -> Explanation:
    method = rule.methodology
    cuts = [_cut(cut, rule, reckoning) for cut in reckoning.cuts]
    return Explanation(
        plain=_plain_sentences(rule, claim, evidence, reckoning, cuts),
        formula=in_reader_language(method.formula),
        symbols=method.symbols,
        steps=_steps(rule, claim, evidence, reckoning),
        cuts=cuts,
        factors=stated_factors(rule),
        limits=stated_limits(rule),
        proofs=stated_proofs(scenario, rule),
        better_proofs=[
            _("%(evidence)s: %(worth)s%%") % {"evidence": evidence_in_words(grade), "worth": rule.worth_of(grade)}
            for grade in rule.grades_better_than(evidence)
            if grade in ways_in.open_grades(scenario.code, rule)
        ],
        version=version.number,
        effective_from=version.effective_from,
        claimable=rule.claimable,
    )


def _steps(rule: Rule, claim: Claim, evidence: Evidence, reckoning: Reckoning) -> list[Step]:
    before = _counted_before(reckoning)
    worth = Worth(reckoning.grams + before.grams, reckoning.credits + before.credits)
    if not rule.methodology.quantifies:
        return [Step(credits_each(rule), in_credits(worth.credits)), *_less(before, reckoning, rule)]
    steps = [
        Step(in_reader_language(line.expression), in_grams(exact(line.grams)))
        for line in rule.methodology.working(claim, rule.factor_values)
    ]
    counted = proven(reckoning.quantified, rule, evidence)
    if counted != reckoning.quantified:
        steps.append(Step(_worth(rule, evidence), in_grams(exact(counted))))
    grams = floored(counted)
    steps.append(Step(_("Whole grams, rounded down"), in_grams(f"{grams:,}")))
    believed = rule.believed(grams, evidence)
    if believed != grams:
        steps.append(Step(_most_of_one(rule, evidence), in_grams(f"{believed:,}")))
    if worth.grams != believed:
        steps.append(Step(_why_less(reckoning), in_grams(f"{worth.grams:,}")))
    return [*steps, *_credit_steps(worth, rule, reckoning), *_less(before, reckoning, rule)]


def _counted_before(reckoning: Reckoning) -> Worth:
    """What of an act's worth was credited before it."""
    for cut in reckoning.cuts:
        if cut.code == "counted_before":
            return Worth(cut.limit, cut.used)
    return Worth()


def _less(before: Worth, reckoning: Reckoning, rule: Rule) -> list[Step]:
    """What was credited before is taken off, where anything was."""
    if not before.counts:
        return []
    amounts, left = [in_credits(before.credits)], [in_credits(reckoning.credits)]
    if rule.methodology.quantifies:
        amounts, left = [in_grams(f"{before.grams:,}"), *amounts], [in_grams(f"{reckoning.grams:,}"), *left]
    return [Step(_("Less what was credited before: %(amounts)s") % {"amounts": " · ".join(amounts)}, " · ".join(left))]


def _plain_sentences(
    rule: Rule, claim: Claim, evidence: Evidence, reckoning: Reckoning, cuts: Sequence[str]
) -> list[str]:
    method = rule.methodology
    amounts = {name: value_shown(method, name, value) for name, value in claim.values.items()}
    deed = in_reader_language(method.deed_of(claim)).format(**amounts)
    credits = in_credits(reckoning.credits)
    if not method.quantifies:
        words = {"deed": deed, "each": credits_each(rule), "credits": credits}
        if not cuts:
            return [_("%(deed)s. This earns %(credits)s.") % words]
        return [f"{deed}{_('.')}", *cuts, _("So this time it earns %(credits)s.") % words]
    facts = {
        "deed": deed,
        "basis": in_reader_language(method.basis).format(
            **{slot: exact(value) for slot, value in rule.factor_values.items()}
        ),
        "grams": f"{floored(reckoning.quantified):,}",
        "credits": credits,
    }
    why_less = [words + _(".") for words in _why_believed_less(rule, evidence, reckoning)] + [*cuts]
    if not why_less:
        return [_("%(deed)s. %(basis)s, this avoids %(grams)s g of CO₂ and earns %(credits)s.") % facts]
    earned = {"grams": f"{reckoning.grams:,}", "credits": credits}
    return [
        _("%(deed)s. %(basis)s, this avoids %(grams)s g of CO₂.") % facts,
        *why_less,
        _("So %(grams)s g count this time and earn %(credits)s.") % earned,
    ]


def _why_believed_less(rule: Rule, evidence: Evidence, reckoning: Reckoning) -> Iterator[str]:
    """What its evidence takes of an act."""
    if rule.worth_of(evidence) < WHOLE:
        yield _worth(rule, evidence)
    grams = floored(proven(reckoning.quantified, rule, evidence))
    if rule.believed(grams, evidence) < grams:
        yield _most_of_one(rule, evidence)


def _worth(rule: Rule, evidence: Evidence) -> str:
    words = {"evidence": evidence_in_words(evidence), "worth": rule.worth_of(evidence)}
    return _("%(evidence)s: %(worth)s%% of it count") % words


def _most_of_one(rule: Rule, evidence: Evidence) -> str:
    words = {"evidence": evidence_in_words(evidence), "grams": most_grams(rule, evidence)}
    return _("%(evidence)s: at most %(grams)s g of an act count") % words


def _credit_steps(worth: Worth, rule: Rule, reckoning: Reckoning) -> list[Step]:
    assert rule.grams_per_credit is not None
    assert rule.grams_per_credit.value
    words = _("%(grams)s g ÷ %(rate)s g a credit, rounded down") % {
        "grams": f"{worth.grams:,}",
        "rate": rule.grams_per_credit.value,
    }
    credits = worth.grams // rule.grams_per_credit.value
    steps = [Step(words, in_credits(credits))]
    if credits != worth.credits:
        steps.append(Step(_why_less(reckoning), in_credits(worth.credits)))
    return steps


def _why_less(reckoning: Reckoning) -> str:
    """What took something off: a limit, or that the time was counted for another act."""
    if any("_per_" in cut.code for cut in reckoning.cuts):
        return _("After the limits")
    if any(cut.code == RIDDEN for cut in reckoning.cuts):
        return _("Without the steps of the ride")
    return _("This time was counted for another act")


def _cut(cut: Cut, rule: Rule, reckoning: Reckoning) -> str:
    code, limit, used = cut.code, cut.limit, cut.used
    if code == "counted_before" and rule.methodology.quantifies:
        in_all = {"all": f"{reckoning.grams + limit:,}", "before": f"{limit:,}"}
        return _("Of %(all)s g in all, %(before)s g were credited before; only what is more counts now.") % in_all
    if code == "counted_before":
        return _("%(credits)s for this were given before; only what is more counts now.") % {
            "credits": in_credits(used)
        }
    if code == RIDDEN:
        return _ridden(minutes=limit, steps=used)
    if code == LESS_THAN_STEPS:
        return _("This day's steps count for more, and those of the ride are among them.")
    if code == "overlaps":
        return _("This time has already been counted for another act of yours.")
    if code == "covered":
        return _("Another act of yours already includes what you did at this time.")
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


def _ridden(*, minutes: int, steps: int) -> str:
    """That a phone counts while its owner pedals."""
    words = {"minutes": minutes, "steps": f"{steps:,}"}
    return (
        ngettext(
            "A phone counts while you ride, too: %(steps)s steps of this %(minutes)s minute do not count twice.",
            "A phone counts while you ride, too: %(steps)s steps of these %(minutes)s minutes do not count twice.",
            minutes,
        )
        % words
    )
