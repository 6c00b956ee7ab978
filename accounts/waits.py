"""How long to wait, in words."""

import math

from django.utils.translation import ngettext

MINUTE_S, HOUR_S = 60, 60 * 60


def in_words(seconds: int) -> str:
    """Rounded up, in the language active now."""
    if seconds <= 2 * MINUTE_S:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    if seconds <= 2 * HOUR_S:
        minutes = math.ceil(seconds / MINUTE_S)
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = math.ceil(seconds / HOUR_S)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
