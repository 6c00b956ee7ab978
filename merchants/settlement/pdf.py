"""A statement as PDF, set by typst in Noto Sans SC, which has the rare characters of names: with stamps and pages."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.db.models import Count, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common import pdf
from common.texts import in_reader_language
from merchants.fen import yuan
from merchants.models import LineKind, Statement
from merchants.settlement import reading

TEMPLATE = Path(__file__).with_name("statement.typ")
MOST_LINES = 2000
"""On paper; the other files have every line."""
Told = dict[str, object]


def made(statement: Statement) -> bytes:
    """The document, in the reader's language."""
    return pdf.made(TEMPLATE, _told(statement))


def _told(statement: Statement) -> Told:
    head = reading.head(statement)
    said = {"month": f"{statement.month:%Y-%m}", "merchant": str(statement.merchant)}
    return {
        "title": _("Settlement statement of %(merchant)s, %(month)s") % said,
        "number": statement.public_id,
        "facts": list(_facts(head)),
        "sum": _("Payable: %(amount)s yuan") % {"amount": yuan(statement.fen)},
        "tables": [_by_offer(statement), _lines(statement)],
        "note": _("Only the first %(most)s lines are printed; the CSV file has every one.") % {"most": MOST_LINES}
        if statement.lines.count() > MOST_LINES
        else "",
        "stamps": [_("The merchant (stamp)"), _("The scheme (stamp)")],
        "date": _("Date:"),
    }


def _facts(head: reading.Head) -> Iterator[tuple[str, str]]:
    statement = head.statement
    yield _("Merchant"), str(statement.merchant)
    yield _("Number of the merchant"), statement.merchant.public_id
    yield _("Number of the statement"), statement.public_id
    yield _("Month"), f"{statement.month:%Y-%m}" + (f" {_('(final)')}" if statement.is_final else "")
    yield _("Status"), statement.get_status_display()
    yield _("Vouchers taken"), str(statement.taken)
    yield _("Vouchers undone"), str(statement.undone)
    yield _("Credits"), str(statement.credits)
    if head.reference:
        yield _("Bank reference"), head.reference


def _by_offer(statement: Statement) -> Told:
    sums = statement.lines.values("redemption__offer__title", "kind").order_by("redemption__offer", "kind")
    kinds = dict(LineKind.choices)
    return {
        "heading": _("By offer"),
        "header": [_("Offer"), _("Kind"), _("Lines"), _("Credits"), _("Yuan")],
        "widths": [4, 2, 1, 1.5, 2],
        "right": [False, False, True, True, True],
        "rows": [
            [
                in_reader_language(row["redemption__offer__title"]),
                str(kinds[row["kind"]]),
                str(row["lines"]),
                str(row["credits"]),
                yuan(row["fen"]),
            ]
            for row in sums.annotate(lines=Count("pk"), credits=Sum("credits"), fen=Sum("fen"))
        ],
    }


def _lines(statement: Statement) -> Told:
    return {
        "heading": _("Lines"),
        "header": [_("Voucher"), _("Kind"), _("Offer"), _("Moment"), _("Yuan")],
        "widths": [3, 2, 3.1, 2.4, 1.7],
        "right": [False, False, False, False, True],
        "rows": [
            [
                line.redemption.public_id,
                line.get_kind_display(),
                str(line.redemption.offer),
                f"{localtime(line.happened_at):%m-%d %H:%M:%S}",
                yuan(line.fen),
            ]
            for line in islice(reading.walk(statement), MOST_LINES)
        ],
    }
