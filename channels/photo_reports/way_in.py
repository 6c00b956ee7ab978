"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "photo",
    _("Photo report"),
    frozenset({Evidence.PHOTO}),
    proves={Evidence.PHOTO: frozenset({"eco-photo"})},
    only=frozenset({"eco-photo"}),
    program_entrances={"eco-photo": "/api/v1/photo-reports"},
)
