"""A statement as rows of a file, and the bank's payment file of all that are confirmed."""

from collections.abc import Iterator, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.csv_stream import Cell
from merchants.fen import plain_yuan
from merchants.models import Statement, StatementLine, StatementStatus
from merchants.settlement import reading


def header() -> list[str]:
    return [_("Voucher"), _("Kind"), _("Shop"), _("Offer"), _("Moment"), _("Credits"), _("Yuan")]


def rows(statement: Statement) -> Iterator[Sequence[Cell]]:
    """A row for each line, and the sum below them."""
    for line in reading.walk(statement):
        yield _row(line)
    yield [_("Sum"), "", "", "", "", statement.credits, plain_yuan(statement.fen)]


def _row(line: StatementLine) -> Sequence[Cell]:
    voucher = line.redemption
    return [
        voucher.public_id,
        line.get_kind_display(),
        str(voucher.shop) if voucher.shop else "",
        str(voucher.offer),
        f"{localtime(line.happened_at):%Y-%m-%d %H:%M:%S}",
        line.credits,
        plain_yuan(line.fen),
    ]


def payment_header() -> list[str]:
    return [
        _("Number of the statement"),
        _("Merchant"),
        _("Number of the merchant"),
        _("Month"),
        _("Yuan"),
        _("Purpose"),
    ]


def payments() -> Iterator[Sequence[Cell]]:
    """What the bank is to pay now: every confirmed statement that comes to something."""
    confirmed = Statement.objects.filter(status=StatementStatus.CONFIRMED, fen__gt=0).select_related("merchant")
    for statement in confirmed.order_by("pk").iterator(chunk_size=reading.CHUNK):
        yield [
            statement.public_id,
            str(statement.merchant),
            statement.merchant.public_id,
            f"{statement.month:%Y-%m}",
            plain_yuan(statement.fen),
            _("Carbon credits %(month)s") % {"month": f"{statement.month:%Y-%m}"},
        ]
