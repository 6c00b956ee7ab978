"""Why the scorer refused a recorded act, in words; the gate's refusals carry sentences of their own."""

from django.utils.translation import gettext as _


def refusal_in_words(code: str) -> str:
    """A sentence for the code that scoring wrote; empty for no refusal."""
    sentences = {
        "": "",
        "not_in_force": _("No rule of this scenario was in force on that day."),
        "out_of_bounds": _("A number lies outside of what the rule of that day accepts."),
        "unreadable_rule": _("The rule of that day cannot be applied. Please report the act again later."),
        "frozen": _(
            "It was reported while earning rested for your account, and this stayed so to the end."
            " You can ask that somebody looks at it again."
        ),
        "counted_meanwhile": _("What this act counts has been counted for another act in the meantime."),
        "refused_over_doubts": _("Too much about this act cannot be so."),
        "refused_in_review": _("A person has looked at this act and could not credit it."),
        "refused_unreviewed": _("Nobody could look at this act in time, so it was not credited. You can appeal."),
        "unreadable_claim": _("The act could not be read. Please report it again."),
    }
    return sentences[code]
