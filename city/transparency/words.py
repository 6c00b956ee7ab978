"""What codes of the kept numbers mean, in words."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.reviewables import all_kinds

Said = Mapping[str, str | Promise]
REASONS: Said = {
    "all": _("No reason was kept"),
    "not_in_force": _("No rule of the scenario was in force on that day"),
    "out_of_bounds": _("A number lay outside of what the rule accepts"),
    "unreadable_rule": _("The rule of that day could not be applied"),
    "unreadable_claim": _("The act could not be read"),
    "frozen": _("Earning rested for the account"),
    "counted_meanwhile": _("What it counts had been counted for another act"),
    "refused_over_doubts": _("Too much about the act could not be so"),
    "refused_in_review": _("A person looked at it and could not credit it"),
    "refused_unreviewed": _("Nobody could look at it in time"),
}
"""Why acts are refused, by the code that scoring writes; what a citizen reads of their own act says what to do, too."""
FLOWS: Said = {
    "issued": pgettext_lazy("credits", "Issued"),
    "taken_back": pgettext_lazy("credits", "Taken back"),
    "spent": pgettext_lazy("credits", "Spent"),
    "given": pgettext_lazy("credits", "Given to causes"),
    "expired": pgettext_lazy("credits", "Expired"),
    "outstanding": pgettext_lazy("credits", "Outstanding"),
}
APPEAL, CLAIM = "appeal", "claim"
PATHS: Said = {APPEAL: _("Appeal against a decision"), CLAIM: _("Claim that an act did not arrive")}
OUTCOMES: Said = {
    "sent": _("Sent in the month"),
    "granted": _("Granted in the month"),
    "refused": _("Not granted in the month"),
}


def in_steps(number: int, step: int) -> str:
    """A number that was rounded down: what is less than a step is not nothing."""
    if number == 0:
        return _now("fewer than %(number)s") % {"number": grouped(step)}
    return _now("at least %(number)s") % {"number": grouped(number)}


def grouped(number: int) -> str:
    """In groups of three digits."""
    return str(intcomma(number, use_l10n=False))


def kinds() -> Said:
    """What persons decide on."""
    return {code: kind.label for code, kind in all_kinds().items()}
