"""A citizen's movements, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.desk_citizen import PAGE, Cell, Part, Shown
from common.paging import number_in
from credits import statements
from credits.statements import Entry


def _movements(citizen_id: int, after: str) -> Shown:
    page = statements.page(citizen_id, older_than=number_in(after) if after else None, size=PAGE)
    return Shown([_cells(entry) for entry in page.entries], str(page.older_than or ""))


def _cells(entry: Entry) -> Sequence[Cell]:
    said = (entry.posted_at, entry.kind.label, f"{entry.change:+,}", entry.balance, entry.expires_on or "—")
    return [*map(Cell, said)]


HEADER = (_("posted"), _("kind"), _("credits in or out"), _("balance"), _("expires"))
PARTS = [Part("movements", _("Movements"), HEADER, _movements, place=50)]
