"""What the numbers of a rule are called at the desk, and what each of them does, in a sentence for who sets it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from activities.ways_in import all_ways
from common.texts import in_reader_language
from scenarios.drafting import RIDING, WAYS
from scenarios.evidence_words import evidence_in_words
from scenarios.rules import Evidence
from scenarios.standing_words import standing_in_words


def worth_label(grade: Evidence) -> str:
    return _("Per cent that count: %(evidence)s") % {"evidence": evidence_in_words(grade)}


def most_grams_label(grade: Evidence) -> str:
    return _("Most grams of one act: %(evidence)s") % {"evidence": evidence_in_words(grade)}


def way_in_words(code: str) -> str:
    """What a way in is called; one that is there no more says its code."""
    way = all_ways().get(code)
    return code if way is None else str(way.label)


def doubt_labels() -> dict[str, str]:
    """By the name of the number in a rule's document."""
    return {
        "lower_from": _("Counts only as the weakest evidence, from a weight of"),
        "review_from": _("Waits for a person, from a weight of"),
        "refuse_from": _("Is refused, from a weight of"),
        "drawn": _("Drawn for a look, of 1,000 acts without doubt"),
        "review_days": _("Days for which an act waits for a person"),
    }


def unit_in_words(unit: str) -> str:
    """A unit of a rule's document; one that has no words says itself."""
    words = {
        "s": _("seconds"),
        "m": _("metres"),
        "step": _("steps"),
        "km/h": _("km/h"),
        "g": _("g of CO₂"),
        "credit": _("credits"),
        "act": _("acts"),
        "day": _("days"),
        "percent": _("per cent"),
        "per_mille": _("of 1,000"),
        "weight": _("weight of doubt"),
        "g/credit": _("grams for one credit"),
        "step/min": _("steps a minute"),
        "count": _("pieces"),
        "unit": _("pieces"),
    }
    return words.get(unit, unit)


def explanation_of(name: str) -> str:
    """What the number of that flat name does; nothing for what is said on whose authority."""
    return next((words for beginning, words in _explanations().items() if name.startswith(beginning)), "")


def _explanations() -> dict[str, str]:
    """By the beginnings of flat names, the longer ones first."""
    return {
        "factor_": _(
            "The published value by which it is counted. Another value is a factor of its own, with its source."
        ),
        "least_": _("An act with less is refused as not to be believed."),
        "most_grams_": _("Of one act with this evidence no more grams count, however much it says."),
        "most_": _("An act with more is refused as not to be believed."),
        "cap_grams_day": _("Of all that a citizen does in a day no more grams count; what is beyond earns nothing."),
        "cap_grams_month": _("Of all that a citizen does in a month no more grams count."),
        "cap_credits_day": _("A citizen earns no more credits in a day by this scenario."),
        "cap_credits_month": _("A citizen earns no more credits in a month by this scenario."),
        "cap_acts_day": _("So many acts of a citizen count in a day; further ones earn nothing."),
        "cap_acts_month": _("So many acts of a citizen count in a month; further ones earn nothing."),
        RIDING: _("A phone counts steps on a bike, too: so many are taken off the day for each minute of a ride."),
        "grams_per_credit": _("So many grams earn one credit. A greater number pays less."),
        "credits_each": _("So many credits are paid for each."),
        "budget": _("This budget pays. Where it is empty, acts wait until it is filled."),
        "claimable": _("Whether the reduction may be counted elsewhere, too. Where it may not, it only earns credits."),
        "proposed_from": _("The check and the differences are for this day. Whoever publishes it may settle another."),
        WAYS: _("What comes by another way is refused. A way that the portal gets later opens only where all are."),
        "takes_": _("Whether acts that are proven in this way are taken at all."),
        "days_": _("So many days after its day an act may still arrive. 0: on the very day. Empty: however late."),
        "worth_": _("So much of an act counts with this evidence. Empty: all of it."),
        "doubts_lower_from": _("What speaks against an act adds up. From this sum on it earns less. Empty: never."),
        "doubts_review_from": _("From this sum on nobody is paid before a person has looked. Empty: never."),
        "doubts_refuse_from": _("From this sum on the act is refused at once. Empty: never."),
        "doubts_drawn": _("Of acts that nothing speaks against, so many are looked at all the same. 0: none."),
        "doubts_review_days": _("Whom nobody has looked at by then is refused; the citizen may appeal."),
    }


def source_in_words(stated: Mapping[str, Any]) -> str:
    """On what a number of a document rests, in one line."""
    source = stated["source"]
    texts = (in_reader_language(source["title"]), in_reader_language(source["publisher"]), str(source["date"]))
    return " · ".join([standing_in_words(stated["standing"]), *texts])
