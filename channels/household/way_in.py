"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

_OF_A_METER = ("household:meters", _("Bind your meter and photograph it, and all of it counts."))

_BETTER = {
    "idle-car": ("household:vehicles", _("Prove it with two photos of the odometer, and all of it counts.")),
    "ev-driving": ("household:vehicles", _("Prove it with photos of the odometer, and all of it counts.")),
    "electricity-saving": _OF_A_METER,
    "water-saving": _OF_A_METER,
    "gas-saving": _OF_A_METER,
}

WAY_IN = WayIn(
    "counter",
    _("Cars and meters"),
    frozenset({Evidence.PHOTO, Evidence.SELF_DECLARED}),
    proves={Evidence.PHOTO: frozenset(_BETTER)},
    better_proofs=_BETTER,
    only=frozenset(_BETTER),
)
