"""What an act brings, in a few words for a menu: as a citizen tells it, by the rule in force."""

from decimal import Decimal

from django.utils.translation import ngettext

from activities.measures import claim_shown, duration_shown
from activities.scoring.worth import best_evidence, reckon_alone
from methodologies.base import Entry, Methodology
from scenarios.rules import CapMeasure, Evidence, Period, Rule


def brings(rule: Rule) -> str:
    """`2 km: about 3 credits · at most 6 times a day`; empty where no example is short enough to be understood."""
    told = _of_one(rule) if rule.credits_each else _of_an_example(rule)
    return " · ".join(words for words in (told, _most_a_day(rule)) if words) if told else ""


def _of_one(rule: Rule) -> str:
    assert rule.credits_each is not None
    credits = rule.credits_each.value or 0
    words = {"credits": credits}
    if rule.methodology.tally:
        return ngettext("%(credits)s credit for each answer", "%(credits)s credits for each answer", credits) % words
    return ngettext("%(credits)s credit each time", "%(credits)s credits each time", credits) % words


def _of_an_example(rule: Rule) -> str:
    method = rule.methodology
    evidence = Evidence.SELF_DECLARED if Evidence.SELF_DECLARED in rule.windows else best_evidence(rule)
    credits = reckon_alone(method.example, rule, evidence).credits
    example = _example(method)
    if not credits or not example:
        return ""
    words = {"example": example, "credits": credits}
    return ngettext("%(example)s: about %(credits)s credit", "%(example)s: about %(credits)s credits", credits) % words


def _example(method: Methodology) -> str:
    """The methodology's own: one number, or how long a car stood; two readings of a counter are no words for a menu."""
    said = method.example.values
    if sum(quantity.name in said for quantity in method.quantities) <= 1:
        return " – ".join(claim_shown(method, said))
    return duration_shown(Decimal(method.example.duration_s)) if method.entry is Entry.MOMENTS else ""


def _most_a_day(rule: Rule) -> str:
    most = dict(rule.limits[CapMeasure.ACTS]).get(Period.DAY)
    return ngettext("at most %(most)s a day", "at most %(most)s a day", most) % {"most": most} if most else ""
