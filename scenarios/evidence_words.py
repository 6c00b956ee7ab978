"""How well an act is proven, in words."""

from django.utils.translation import gettext as _

from scenarios.rules import Evidence


def evidence_in_words(grade: Evidence) -> str:
    """The name of an evidence grade, to the citizen whose act it proves."""
    words = {
        Evidence.SELF_DECLARED: _("Typed in by yourself"),
        Evidence.PHOTO: _("A photo, held against all others"),
        Evidence.DEVICE: _("Your device or a file of it"),
        Evidence.PROVIDER: _("Record of the operator or partner"),
    }
    return words[grade]


def evidence_of_all_in_words(grade: Evidence) -> str:
    """The name of an evidence grade, where acts of many citizens are told of."""
    words = {
        Evidence.SELF_DECLARED: _("Said by the citizens themselves"),
        Evidence.PHOTO: _("A photo, held against all others"),
        Evidence.DEVICE: _("A citizen’s device or a file of it"),
        Evidence.PROVIDER: _("Record of the operator or partner"),
    }
    return words[grade]
