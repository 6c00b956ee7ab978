"""A citizen's adjustments, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.desk_citizen import Cell, Part, Shown, shown
from credits.adjusting.models import Adjustment, AdjustmentStatus


def _adjustments(citizen_id: int, after: str) -> Shown:
    submitted = Adjustment.objects.of(citizen_id).exclude(status=AdjustmentStatus.DRAFT)
    return shown(submitted, _of_adjustment, after)


def _of_adjustment(adjustment: Adjustment) -> Sequence[Cell]:
    said = (f"{adjustment.credits:+,}", adjustment.reason_in_words, adjustment.get_status_display())
    return [Cell(adjustment.public_id, adjustment), *map(Cell, said), Cell(adjustment.decided_at or "—")]


HEADER = (_("public id"), _("credits in or out"), _("reason"), _("status"), _("decided"))
PARTS = [Part("adjustments", _("Adjustments"), HEADER, _adjustments, place=55)]
