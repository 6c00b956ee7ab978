"""On whose authority a number stands, in words."""

from django.utils.translation import gettext as _

from scenarios.rules import Standing


def standing_in_words(standing: str) -> str:
    """A short mark for the standing's code."""
    words = {
        Standing.OFFICIAL: _("Official"),
        Standing.PUBLISHED: _("Published elsewhere"),
        Standing.DERIVED: _("Derived from published values"),
        Standing.PROPOSED: _("Proposed, not official"),
        Standing.DEMO: _("Demo value, not official"),
    }
    return words[Standing(standing)]
