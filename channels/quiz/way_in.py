"""What this app brings to the core as a way in."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn(
    "quiz",
    _("Daily quiz"),
    frozenset({Evidence.PROVIDER}),
    records=frozenset({"quiz"}),
    proves={Evidence.PROVIDER: frozenset({"quiz"})},
    only=frozenset({"quiz"}),
    program_entrances={"quiz": "/api/v1/quiz"},
)
