"""A citizen's movements, each with the act, voucher, adjustment or merger behind it, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from activities.telling.paid import paid_acts
from common.desk_citizen import PAGE, Cell, Part, Shown
from common.paging import number_in
from credits import statements
from credits.adjusting.models import Adjustment
from credits.adjusting.reading import adjustments_behind
from credits.merging.models import Merger
from credits.merging.reading import mergers_behind
from credits.statements import Entry
from merchants.models import Redemption
from merchants.models.redemption import vouchers_behind

NOTHING = "—"
Behind = Activity | Redemption | Adjustment | Merger


def _movements(citizen_id: int, after: str) -> Shown:
    page = statements.page(citizen_id, older_than=number_in(after) if after else None, size=PAGE)
    references = [entry.reference for entry in page.entries]
    behind: dict[str, Behind] = {
        **paid_acts(references),
        **vouchers_behind(references),
        **adjustments_behind(references),
        **mergers_behind(references),
    }
    return Shown([_cells(entry, behind.get(entry.reference)) for entry in page.entries], str(page.older_than or ""))


def _cells(entry: Entry, behind: Behind | None) -> Sequence[Cell]:
    balance = NOTHING if entry.balance is None else f"{entry.balance:,}"
    said = (f"{entry.change:+,}", balance, entry.expires_on or NOTHING)
    return [Cell(entry.posted_at), Cell(entry.kind.label), Cell(_told(behind), behind), *map(Cell, said)]


def _told(behind: Behind | None) -> str:
    if behind is None:
        return NOTHING
    if isinstance(behind, Adjustment):
        return behind.reason_in_words
    if isinstance(behind, Merger):
        return f"{behind.ended} → {behind.stays}"
    return str(behind.scenario if isinstance(behind, Activity) else behind.offer)


HEADER = (_("posted"), _("kind"), _("for what"), _("credits in or out"), _("balance"), _("expires"))
PARTS = [Part("movements", _("Movements"), HEADER, _movements, place=50)]
