"""Why the terms of a generic methodology make none, in words."""

from django.utils.translation import gettext as _

from methodologies.terms import TermsError


def terms_in_words(error: TermsError) -> str:
    """The term, and why it is refused."""
    return _("the term “%(term)s”: %(why)s") % {"term": error.field, "why": why_refused(error)}


def why_refused(error: TermsError) -> str:
    reasons = {
        "names_no_count": _("Write “…” once, where the number with its unit belongs."),
        "braces": _("Neither “…” nor braces { } have a place here."),
        "both_languages": _("This is needed in both languages."),
    }
    return reasons.get(error.reason, _("This cannot be used."))
