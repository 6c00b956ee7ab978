"""What a draft would change: field by field beside the rule in force, and for an ordinary act."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.measures import claim_shown
from activities.scoring.worth import best_evidence, reckon_alone
from activities.telling.stated import riding_label, stated_factors, stated_limits
from common.texts import in_reader_language, listed
from credits import budgets
from desk.rule_words import doubt_labels, most_grams_label, way_in_words, worth_label
from scenarios.drafting import WEIGHTS
from scenarios.evidence_words import evidence_in_words
from scenarios.rules import Evidence, Number, Rule
from scenarios.standing_words import standing_in_words


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says in one line, and on what that rests."""

    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A line in which two rules differ; `before` or `after` is `None` where only the other has it."""

    label: str
    before: Said | None
    after: Said | None
    lacking: str = ""
    """What it comes to that a rule says nothing there."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule makes of the methodology's ordinary act, as a citizen's first of the day."""

    claim: str
    grams: int
    credits: int
    refused: bool


def differences(before: Rule | None, after: Rule) -> list[Change]:
    """The lines in which `after` differs, in the order of the rule; all of them when there is none before."""
    old, new = ({} if before is None else lines(before)), lines(after)
    labels = [*new, *(label for label in old if label not in new)]
    silent = dict.fromkeys(labels, "—") if before is None else _silence()
    return [
        Change(label, old.get(label), new.get(label), silent.get(label, _("no limit")))
        for label in labels
        if old.get(label) != new.get(label)
    ]


def _silence() -> dict[str, str]:
    """What it comes to that a rule is silent, by the line's label, where that is something else than no limit."""
    counts = {worth_label(grade): _("all of it") for grade in Evidence}
    doubts = {label: _("never") if name in WEIGHTS else "—" for name, label in doubt_labels().items()}
    return counts | doubts | {riding_label(): _("no steps")}


def lines(rule: Rule) -> dict[str, Said]:
    """Everything that a rule says, line by line in words."""
    said = {
        stated.label: Said(
            stated.value,
            " · ".join(
                [
                    standing_in_words(stated.authority.standing),
                    stated.authority.title,
                    stated.authority.publisher,
                    stated.authority.published_on,
                ]
            ),
        )
        for stated in [*stated_factors(rule), *stated_limits(rule)]
    }
    for grade in Evidence:
        said[evidence_in_words(grade)] = _window(rule, grade)
    said[_("Ways in")] = Said(ways_in_words(rule))
    said |= {worth_label(grade): _said(worth, "%") for grade, worth in rule.worth.items()}
    said |= {most_grams_label(grade): _said(most, _(" g")) for grade, most in rule.most_grams.items()}
    said |= _doubts(rule)
    said[_("Paid from")] = Said(budgets.names().get(rule.budget_code, rule.budget_code))
    said[_("The grams are claimable as a reduction")] = Said(_("yes") if rule.claimable else _("no"))
    return said


def ways_in_words(rule: Rule) -> str:
    """By which ways acts may come in."""
    return _("all") if rule.ways is None else listed([way_in_words(code) for code in sorted(rule.ways)])


def _doubts(rule: Rule) -> dict[str, Said]:
    if rule.doubting is None:
        return {}
    return {label: _said(getattr(rule.doubting, name)) for name, label in doubt_labels().items()}


def _said(number: Number, unit: str = "") -> Said:
    return Said(_("never") if number.value is None else f"{number.value:,}{unit}", _source(number))


def _source(number: Number) -> str:
    return " · ".join(
        [
            standing_in_words(number.standing),
            in_reader_language(number.source.title),
            in_reader_language(number.source.publisher),
            number.source.published_on,
        ]
    )


def _window(rule: Rule, grade: Evidence) -> Said:
    if grade not in rule.windows:
        return Said(_("are not taken"))
    window = rule.windows[grade]
    source = _source(window)
    if window.value is None:
        return Said(_("are taken however late they arrive"), source)
    return Said(_("are taken up to %(days)s days later") % {"days": window.value}, source)


def example(rule: Rule) -> Example:
    """8,000 steps, 2 km: whatever the methodology calls ordinary."""
    method, claim = rule.methodology, rule.methodology.example
    shown = claim_shown(method, claim.values)
    if method.check(claim, rule.plain_bounds):
        return Example(" · ".join(shown), 0, 0, refused=True)
    reckoning = reckon_alone(claim, rule, best_evidence(rule))
    return Example(" · ".join(shown), reckoning.grams, reckoning.credits, refused=False)
