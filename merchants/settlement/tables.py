"""A statement as rows of a file, and the rows of the bank's payment file."""

from collections.abc import Iterator, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.csv_stream import Cell
from merchants.fen import in_yuan
from merchants.models import Statement, StatementLine
from merchants.settlement import reading
from merchants.settlement.payable import Payable


def header() -> list[str]:
    return [_("Voucher"), _("Kind"), _("Shop"), _("Offer"), _("Moment"), _("Credits"), _("Yuan")]


def rows(statement: Statement) -> Iterator[Sequence[Cell]]:
    """A row for each line, and the sum below them."""
    for line in reading.walk(statement):
        yield _row(line)
    yield [_("Sum"), "", "", "", "", statement.credits, in_yuan(statement.fen)]


def _row(line: StatementLine) -> Sequence[Cell]:
    voucher = line.redemption
    return [
        voucher.public_id,
        line.get_kind_display(),
        str(voucher.shop) if voucher.shop else "",
        str(voucher.offer),
        f"{localtime(line.happened_at):%Y-%m-%d %H:%M:%S}",
        line.credits,
        in_yuan(line.fen),
    ]


def payment_header() -> list[str]:
    return [
        _("Number of the statement"),
        _("Merchant"),
        _("Number of the merchant"),
        _("Month"),
        _("Yuan"),
        _("Account holder"),
        _("Bank"),
        _("Account number"),
        _("Purpose"),
    ]


def payment_row(payable: Payable) -> Sequence[Cell]:
    """What the bank is to pay, and to whom: the one place where a whole account number leaves the portal."""
    statement, account = payable.statement, payable.account
    assert account is not None, "it is payable"
    return [
        statement.public_id,
        str(statement.merchant),
        statement.merchant.public_id,
        f"{statement.month:%Y-%m}",
        in_yuan(statement.fen),
        account.holder,
        account.bank,
        payable.number,
        _("Carbon credits %(month)s") % {"month": f"{statement.month:%Y-%m}"},
    ]
