"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "visit",
    _("Visit to a venue"),
    frozenset({Evidence.PROVIDER}),
    records=frozenset({"venue-visit"}),
    proves={Evidence.PROVIDER: frozenset({"venue-visit"})},
    only=frozenset({"venue-visit"}),
    program_entrances={"venue-visit": "/api/v1/visits"},
    entrances={"venue-visit": "visits:scan"},
)
