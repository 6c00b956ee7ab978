"""The lines of a statement: what `templates/portal/statement_line.html` says of each, in the reader's language."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from activities.telling.shown_acts import PaidAct
from common.city_time import CITY_ZONE
from common.kept_forms import filled_each
from credits.statements import Entry
from merchants.models import Redemption

Line = tuple[Entry, PaidAct | None, Redemption | None]
"""A movement with the act that it pays for, or the voucher that it was held for or came back from."""


def rows(lines: Iterable[Line]) -> SafeString:
    """One row of the table for each."""
    names: dict[int, str] = {}
    return filled_each("portal/statement_line.html", [_row(names, *line) for line in lines])


def _row(
    names: dict[int, str], entry: Entry, act: PaidAct | None, voucher: Redemption | None
) -> tuple[dict[str, bool], dict[str, str]]:
    """`names` are those of the scenarios met so far: a page names a few of them many times."""
    claimed = act.claimed() if act else ()
    behind = act or voucher
    if act:
        what = names.get(act.scenario.pk) or names.setdefault(act.scenario.pk, str(act.scenario))
    else:
        what = str(entry.kind.label)
    if voucher:
        what += f" · {voucher.offer}"
    fixed = {"is_linked": behind is not None, "has_claim": bool(claimed), "has_balance": entry.balance is not None}
    places = {
        "href": behind.get_absolute_url() if behind else "",
        "what": what,
        "claim": " · ".join(claimed),
        "posted_at": f"{entry.posted_at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}",
        "day": str(entry.expires_on or ""),
        "change": f"{'+' if entry.change > 0 else ''}{entry.change}",
        "balance": str(entry.balance),
    }
    return fixed, places
