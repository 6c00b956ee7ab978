"""Where a rule contradicts itself, or what is beside it: errors, which keep it from being approved, and warnings.

Pure: what is beside a rule is given. What makes no whole rule at all is refused earlier, by `Rule.from_document`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.texts import in_reader_language
from scenarios.evidence_words import evidence_in_words
from scenarios.rules import WHOLE, CapMeasure, Evidence, Period, Rule, Source, Standing

CAPS = {
    (CapMeasure.GRAMS, Period.DAY): gettext_lazy("the cap on grams a day"),
    (CapMeasure.GRAMS, Period.MONTH): gettext_lazy("the cap on grams a month"),
    (CapMeasure.CREDITS, Period.DAY): gettext_lazy("the cap on credits a day"),
    (CapMeasure.CREDITS, Period.MONTH): gettext_lazy("the cap on credits a month"),
    (CapMeasure.ACTS, Period.DAY): gettext_lazy("the cap on acts a day"),
    (CapMeasure.ACTS, Period.MONTH): gettext_lazy("the cap on acts a month"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit, in a sentence."""

    sentence: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Beside:
    """What a rule is held against."""

    day: date
    """From which it shall hold."""
    today: date
    budgets: Mapping[str, int] | None = None
    """What each budget has left, by its code; `None` where nobody has looked."""
    others: Sequence[tuple[str, Rule]] = ()
    """The names and rules of the other scenarios in force on its day."""
    followed: tuple[int, date] | None = None
    """The number and day of what is published to follow it."""
    ways: Mapping[str, frozenset[Evidence]] | None = None
    """By which ways acts of its scenario come, and how well proven by each; `None` where nobody has looked."""


def found(rule: Rule, beside: Beside) -> list[Finding]:
    """Everything that does not fit, errors first."""
    findings = [finding for check in CHECKS for finding in check(rule, beside)]
    findings += followed_by(beside)
    return sorted(findings, key=lambda finding: not finding.is_error)


def _day(rule: Rule, beside: Beside) -> Iterator[Finding]:
    if beside.day <= beside.today:
        words = {"day": beside.day.isoformat()}
        yield Finding(_("The proposed day, %(day)s, has passed. A later one is chosen on publishing.") % words, False)


def followed_by(beside: Beside) -> Iterator[Finding]:
    """Of an end, too: it may last no longer than until what is published to follow it."""
    if beside.followed is not None:
        words = {"number": beside.followed[0], "day": beside.followed[1].isoformat()}
        sentence = _("It holds no longer than until %(day)s: version %(number)s is already published for that day.")
        yield Finding(sentence % words, False)


def _caps(rule: Rule, beside: Beside) -> Iterator[Finding]:
    for cap in rule.caps:
        words = {"cap": CAPS[cap.measure, cap.period], "limit": cap.limit.value, "least": _smallest(rule, cap.measure)}
        if cap.measure is CapMeasure.GRAMS and not rule.methodology.quantifies:
            yield Finding(_("No grams are counted here, so %(cap)s does nothing.") % words, False)
        elif (cap.limit.value or 0) < _smallest(rule, cap.measure):
            yield Finding(_("%(limit)s as %(cap)s is less than the smallest award takes, %(least)s.") % words)


def _smallest(rule: Rule, measure: CapMeasure) -> int:
    """What the smallest award takes of a cap."""
    if measure is CapMeasure.GRAMS and rule.grams_per_credit is not None:
        return rule.grams_per_credit.value or 1
    if measure is CapMeasure.CREDITS and rule.credits_each is not None and rule.windows:
        shares = [share for grade in rule.windows if (share := rule.worth_of(grade))]
        return max((rule.credits_each.value or 0) * min(shares, default=WHOLE) // WHOLE, 1)
    return 1


def _months(rule: Rule, beside: Beside) -> Iterator[Finding]:
    limits = {(cap.measure, cap.period): cap.limit.value or 0 for cap in rule.caps}
    for measure in CapMeasure:
        day, month = limits.get((measure, Period.DAY)), limits.get((measure, Period.MONTH))
        if day is not None and month is not None and month < day:
            words = {"month": CAPS[measure, Period.MONTH], "day": CAPS[measure, Period.DAY]}
            yield Finding(_("%(month)s is less than %(day)s, which is never reached.") % words, False)


def _evidence(rule: Rule, beside: Beside) -> Iterator[Finding]:
    if not rule.windows:
        yield Finding(_("No evidence is taken, so no act would ever count."))
    is_only = len(rule.windows) == 1
    for grade, window in rule.windows.items():
        words = {"evidence": evidence_in_words(grade)}
        if not rule.worth_of(grade):
            yield Finding(_("%(evidence)s: is taken and counts 0%%, so it earns nothing.") % words, is_only)
        if _never_earns(rule, grade):
            yield Finding(
                _("%(evidence)s: so few grams of an act count that it never earns a credit.") % words, is_only
            )
        if window.value == 0 and grade is not Evidence.SELF_DECLARED:
            yield Finding(
                _("%(evidence)s: must arrive on the very day of the act; reports often come later.") % words, False
            )


def _ways(rule: Rule, beside: Beside) -> Iterator[Finding]:
    if rule.ways is None or beside.ways is None:
        return
    for code in sorted(rule.ways - beside.ways.keys()):
        yield Finding(_("Acts of this scenario do not come by the way “%(way)s”.") % {"way": code})
    for grade in rule.windows:
        bringing = {way for way, grades in beside.ways.items() if grade in grades}
        if bringing and not bringing & rule.ways:
            words = {"evidence": evidence_in_words(grade)}
            yield Finding(_("%(evidence)s: is taken, but every way that brings it is closed.") % words)


def _never_earns(rule: Rule, grade: Evidence) -> bool:
    most, price = rule.most_grams.get(grade), rule.grams_per_credit
    return most is not None and price is not None and (most.value or 0) < (price.value or 0)


def _factors(rule: Rule, beside: Beside) -> Iterator[Finding]:
    for slot in rule.methodology.slots:
        factor, words = rule.factors[slot.name], {"factor": in_reader_language(slot.label)}
        if not _is_named(factor.source):
            yield Finding(_("The factor “%(factor)s” names no source.") % words)
        elif factor.standing is Standing.PROPOSED:
            yield Finding(_("The factor “%(factor)s” is only proposed: no source has been seen.") % words, False)


def _is_named(source: Source) -> bool:
    """Whether a source has a title, a publisher and a date, in both languages."""
    texts = [*source.title.values(), *source.publisher.values(), source.published_on]
    return len(texts) > len(("title", "publisher", "date")) and all(text.strip() for text in texts)


def _budget(rule: Rule, beside: Beside) -> Iterator[Finding]:
    if beside.budgets is None:
        return
    words = {"budget": rule.budget_code}
    if rule.budget_code not in beside.budgets:
        yield Finding(_("There is no budget “%(budget)s”, so nothing could be paid.") % words)
    elif not beside.budgets[rule.budget_code]:
        yield Finding(_("The budget “%(budget)s” is empty: acts would wait until it is filled.") % words, False)


def _others(rule: Rule, beside: Beside) -> Iterator[Finding]:
    for name, other in beside.others:
        if other.methodology == rule.methodology and _codes(other) == _codes(rule):
            words = {"scenario": name}
            yield Finding(_("“%(scenario)s” pays the same act by the same method and factors.") % words, False)


def _codes(rule: Rule) -> dict[str, str]:
    return {slot: factor.code for slot, factor in rule.factors.items()}


def _example(rule: Rule, beside: Beside) -> Iterator[Finding]:
    method, claim = rule.methodology, rule.methodology.example
    if method.check(claim, rule.plain_bounds):
        yield Finding(_("The ordinary act by which the pages explain the method would be refused."), False)
    price = rule.grams_per_credit
    if price is not None and floor(method.quantify(claim, rule.factor_values)) < (price.value or 0):
        yield Finding(_("The ordinary act by which the pages explain the method would earn no credit."), False)


Check = Callable[[Rule, Beside], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (_caps, _months, _evidence, _ways, _factors, _budget, _day, _others, _example)
