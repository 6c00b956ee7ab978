"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "file",
    _("File"),
    frozenset({Evidence.SELF_DECLARED, Evidence.DEVICE}),
    only=frozenset({"walking", "bike-share"}),
    proves={Evidence.DEVICE: frozenset({"walking"})},
    better_proofs={
        "walking": ("files:files", _("Upload the steps that your phone or band has kept, and all of them count."))
    },
)
