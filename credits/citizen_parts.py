"""A citizen's adjustments, and mergers with other accounts, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.desk_citizen import Cell, Part, Shown, shown
from credits.adjusting.models import Adjustment, AdjustmentStatus
from credits.merging.models import Merger


def _adjustments(citizen_id: int, after: str) -> Shown:
    submitted = Adjustment.objects.of(citizen_id).exclude(status=AdjustmentStatus.DRAFT)
    return shown(submitted, _of_adjustment, after)


def _of_adjustment(adjustment: Adjustment) -> Sequence[Cell]:
    said = (f"{adjustment.credits:+,}", adjustment.reason_in_words, adjustment.get_status_display())
    return [Cell(adjustment.public_id, adjustment), *map(Cell, said), Cell(adjustment.decided_at or "—")]


def _mergers(citizen_id: int, after: str) -> Shown:
    return shown(Merger.objects.of(citizen_id).select_related("ended", "stays"), _of_merger, after)


def _of_merger(merger: Merger) -> Sequence[Cell]:
    both = (Cell(merger.ended.public_id, merger.ended), Cell(merger.stays.public_id, merger.stays))
    told = (merger.get_status_display(), merger.decided_at or "—")
    return [Cell(merger.public_id, merger), *both, *map(Cell, told)]


HEADER = (_("public id"), _("credits in or out"), _("reason"), _("status"), _("decided"))
OF_MERGERS = (_("public id"), _("account that ends"), _("account that stays"), _("status"), _("decided"))
PARTS = [
    Part("adjustments", _("Adjustments"), HEADER, _adjustments, place=55),
    Part("mergers", _("Mergers of accounts"), OF_MERGERS, _mergers, place=56),
]
