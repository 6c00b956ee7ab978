"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "form",
    _("Web form"),
    # Photos, the quiz, visits and counters came by it, too, until they had ways of their own.
    frozenset({Evidence.SELF_DECLARED, Evidence.PHOTO, Evidence.PROVIDER}),
)
