"""How well an act is proven, in words."""

from django.utils.translation import gettext as _

from scenarios.rules import Evidence


def evidence_in_words(grade: Evidence) -> str:
    """The name of an evidence grade."""
    words = {
        Evidence.SELF_DECLARED: _("Typed in by yourself"),
        Evidence.PHOTO: _("A photo, held against all others"),
        Evidence.DEVICE: _("Your device or a file of it"),
        Evidence.PROVIDER: _("Record of the operator or partner"),
    }
    return words[grade]
