"""The lines of a statement: what `templates/portal/_statement_table.html` says of each, in the reader's language."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Activity
from common.city_time import CITY_ZONE
from credits.statements import Entry, TransferKind
from merchants.models import Redemption


class Line(NamedTuple):
    """A movement with the act that it pays for, or the voucher that it was held for or came back from, in words."""

    href: str
    what: str
    claim: str
    posted: str
    until: str
    change: str
    balance: str


def line_of(entry: Entry, act: Activity | None, voucher: Redemption | None) -> Line:
    behind = act or voucher
    what = str(act.scenario if act and entry.kind == TransferKind.AWARD else entry.kind.label)
    about = voucher.offer if voucher else act.scenario if act and entry.kind != TransferKind.AWARD else None
    return Line(
        href=behind.get_absolute_url() if behind else "",
        what=f"{what} · {about}" if about else what,
        claim=" · ".join(act.claimed()) if act else "",
        posted=date_format(entry.posted_at.astimezone(CITY_ZONE), "DATETIME_FORMAT"),
        until=_("usable until %(day)s") % {"day": date_format(entry.expires_on) if entry.expires_on else ""},
        change=f"{'+' if entry.change > 0 else ''}{entry.change:,}",
        balance="" if entry.balance is None else f"{entry.balance:,}",
    )
