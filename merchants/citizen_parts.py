"""A citizen's vouchers, for the help desk."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.desk_citizen import Cell, Part, Shown, shown
from merchants.models import Redemption


def _vouchers(citizen_id: int, after: str) -> Shown:
    return shown(Redemption.objects.vouchers().filter(citizen_id=citizen_id).select_related("offer"), _cells, after)


def _cells(one: Redemption) -> Sequence[Cell]:
    said = (one.offer, one.price, one.get_status_display(), one.held_at, one.captured_at or "—")
    return [Cell(one.public_id, one), *map(Cell, said)]


HEADER = (_("public id"), _("offer"), _("price in credits"), _("status"), _("redeemed"), _("used"))
PARTS = [Part("vouchers", _("Vouchers"), HEADER, _vouchers, place=40)]
