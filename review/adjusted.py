"""Credits that an adjustment took, where their citizen asks for another look: what two have decided, a third undoes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Seen, User
from activities.decided_elsewhere import DecidedElsewhere
from credits.adjusting import deciding
from credits.adjusting.models import Adjustment
from credits.adjusting.words import REASONS


class TakenByAdjustment(DecidedElsewhere):
    """What was given is nothing to answer to."""

    code = "adjusted"
    label = _("Credits taken by an adjustment")
    right = "credits.approve_adjustment"
    seen = Seen.SERVED
    template = "review/_adjusted_reviewed.html"
    reasons = REASONS
    accepted = Q(undone_at__isnull=False)
    refused = Q(undone_at=None)
    since = "decided_at"

    def rows(self) -> QuerySet[Any]:
        """The desk's own note is no note of a reviewer's to the citizen."""
        taken = Adjustment.objects.posted().filter(credits__lt=0)
        joined = taken.select_related("citizen", "budget", "proposed_by", "decided_by", "undone_by")
        return joined.annotate(note=Value("", TextField()))

    def decided_with(self, by: User) -> QuerySet[Any]:
        return Adjustment.objects.filter(proposed_by=by)

    def in_scenario(self, rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.none()

    def told(self, row: Adjustment) -> str:
        return gettext("%(credits)s credits taken") % {"credits": f"{row.amount:,}"}

    def state_of(self, row: Adjustment) -> str:
        return gettext("Given back") if row.undone_at else gettext("Taken by two of the desk")

    def shown(self, row: Adjustment, *, viewer: User, now: datetime) -> Mapping[str, Any]:
        return {"taken": row}

    def goes_by(self, row: Adjustment) -> Sequence[Any]:
        return (row.pk, row.credits, row.undone_at)

    def overturn(self, row: Adjustment, *, by: User, now: datetime) -> None:
        deciding.undo(adjustment=row, by=by, now=now)
