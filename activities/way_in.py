"""How acts come in that were taken back wrongly: the desk has them recorded anew (`reinstating.py`)."""

from django.utils.translation import gettext_lazy as _

from activities.ways_in import WayIn
from scenarios.rules import Evidence

WAY_IN = WayIn("again", _("Counted again by the desk"), frozenset(Evidence), is_door=False)
