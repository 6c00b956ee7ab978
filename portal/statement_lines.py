"""The lines of a statement: what `templates/portal/statement_line.html` says of each, in the reader's language."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from activities.shown_acts import PaidAct
from common.kept_forms import filled
from credits.statements import Entry
from merchants.models import Redemption

Line = tuple[Entry, PaidAct | None, Redemption | None]
"""A movement with the act that it pays for, or the voucher that it was held for or came back from."""


def rows(lines: Iterable[Line]) -> SafeString:
    """One row of the table for each."""
    return mark_safe("".join([_row(*line) for line in lines]))  # noqa: S308, escaped by the form


def _row(entry: Entry, act: PaidAct | None, voucher: Redemption | None) -> SafeString:
    claimed = act.claimed() if act else ()
    behind = act or voucher
    what = str(act.scenario if act else entry.kind.label)
    if voucher:
        what += f" · {voucher.offer}"
    fixed = {"is_linked": behind is not None, "has_claim": bool(claimed), "has_balance": entry.balance is not None}
    places = {
        "href": behind.get_absolute_url() if behind else "",
        "what": what,
        "claim": " · ".join(claimed),
        "posted_at": f"{localtime(entry.posted_at):%Y-%m-%d %H:%M}",
        "day": str(entry.expires_on or ""),
        "change": f"{'+' if entry.change > 0 else ''}{entry.change}",
        "balance": str(entry.balance),
    }
    return filled("portal/statement_line.html", fixed, places)
