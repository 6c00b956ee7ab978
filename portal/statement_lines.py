"""The lines of a statement: what `templates/portal/_statement_table.html` says of each, in the reader's language."""

from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Activity
from campaigns.models import Bonus
from common.city_time import CITY_ZONE
from credits.adjusting.models import Adjustment
from credits.merging.models import Merger
from credits.statements import Entry, TransferKind
from merchants.models import Redemption


class Line(NamedTuple):
    """A movement with what it is about, in words: an act, adjustment, bonus, merger, or the voucher it was held for."""

    href: str
    what: str
    claim: str
    posted: str
    until: str
    change: str
    balance: str


Behind = Activity | Redemption | Adjustment | Bonus | Merger


def line_of(entry: Entry, behind: Behind | None) -> Line:
    act = behind if isinstance(behind, Activity) else None
    what = str(act.scenario if act and entry.kind == TransferKind.AWARD else entry.kind.label)
    about = _about(entry, behind)
    return Line(
        href=behind.get_absolute_url() if behind else "",
        what=f"{what} · {about}" if about else what,
        claim=" · ".join(act.claimed()) if act else "",
        posted=date_format(entry.posted_at.astimezone(CITY_ZONE), "DATETIME_FORMAT"),
        until=_("usable until %(day)s") % {"day": date_format(entry.expires_on) if entry.expires_on else ""},
        change=f"{'+' if entry.change > 0 else ''}{entry.change:,}",
        balance="" if entry.balance is None else f"{entry.balance:,}",
    )


def _about(entry: Entry, behind: Behind | None) -> str:
    """What stands behind the name of the kind; an award is named for its act already."""
    if isinstance(behind, Activity):
        return "" if entry.kind == TransferKind.AWARD else str(behind.scenario)
    return told(entry, behind)


def told(entry: Entry, behind: Behind | None) -> str:
    """What a movement is about, in a line of a file."""
    if isinstance(behind, Activity):
        return f"{behind.scenario} {' '.join(behind.claimed())}"
    if isinstance(behind, Redemption):
        return str(behind.offer)
    if isinstance(behind, Bonus):
        return str(behind.signup.campaign)
    if isinstance(behind, Merger):
        return _merged(entry)
    return "" if behind is None else behind.reason_in_words


def _merged(entry: Entry) -> str:
    """Of one account what came from the other, of that what went; a debt of the one is paid by the other."""
    if entry.kind == TransferKind.REPAY:
        return _("out of what came from your former account")
    if entry.change > 0:
        return _("from your former account")
    return _("for what your former account owed") if ":paid:" in entry.reference else _("to your other account")
