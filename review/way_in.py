"""What this app brings to the core as a way in: acts that did not arrive, and that the desk has granted."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "claim",
    _("Granted by the desk"),
    frozenset({Evidence.SELF_DECLARED, Evidence.PHOTO, Evidence.PROVIDER}),
    is_door=False,
)
