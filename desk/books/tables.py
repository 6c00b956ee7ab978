"""The tables of the books, alike on a page and in a file: each figure with the address of the transfers behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from common.csv_stream import Cell as FileCell
from credits.behind import Figure
from credits.books import AccountKind, Asset, Books, Shares, TransferKind, Trial
from credits.summing import Holder
from desk.books.asking import address_of, of_all_days
from desk.books.names import Names


class Cell(NamedTuple):
    """What stands in a table, and in its file."""

    text: str
    plain: FileCell
    address: str = ""
    is_number: bool = False


class Table(NamedTuple):
    code: str
    title: str
    lead: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()

    def file(self) -> Iterator[list[FileCell]]:
        for row in (*self.rows, *([self.foot] if self.foot else [])):
            yield [cell.plain for cell in row]

    def labelled_foot(self) -> list[tuple[Cell, str]]:
        return list(zip(self.foot, self.header, strict=True))

    def labelled(self) -> list[list[tuple[Cell, str]]]:
        """Each cell with its column's name, which stands beside it on a phone."""
        return [list(zip(row, self.header, strict=True)) for row in self.rows]


def word(text: str, address: str = "") -> Cell:
    return Cell(text, text, address)


def number(value: int, asset: str = "", figure: Figure | None = None) -> Cell:
    """An amount of an asset, money in yuan; nothing leads to no transfers."""
    address = f"{reverse('admin:books_transfers')}?{address_of(figure)}" if figure and value else ""
    if asset == Asset.FEN:
        yuan = Decimal(value).scaleb(-2)
        return Cell(f"{yuan:,.2f}", yuan, address, is_number=True)
    return Cell(f"{value:,}", value, address, is_number=True)


def in_words(asset: str) -> str:
    """What an asset's amounts are counted in."""
    return _("yuan") if asset == Asset.FEN else str(Asset(asset).label)


def every_table(books: Books, days: Figure, names: Names) -> list[Table]:
    trials = [_trial(trial, days) for trial in books.trials()]
    return [*trials, _kinds(books, days), _budgets(books.shares, days, names), _parties(books.shares, days, names)]


def _trial(trial: Trial, days: Figure) -> Table:
    rows = [
        [
            word(str(line.kind.label)),
            number(line.opening, trial.asset),
            number(line.gave, trial.asset, replace(days, asset=trial.asset, gave=line.kind)),
            number(line.received, trial.asset, replace(days, asset=trial.asset, received=line.kind)),
            number(line.closing, trial.asset, of_all_days(replace(days, asset=trial.asset, account=line.kind))),
        ]
        for line in trial.lines
    ]
    sums = (trial.opening, trial.gave, trial.received, trial.closing)
    foot = [word(_("Sum")), *(number(value, trial.asset) for value in sums)]
    title = _("Trial balance, in %(asset)s") % {"asset": in_words(trial.asset)}
    header = [_("Account"), _("Opening"), _("Gave (debit)"), _("Received (credit)"), _("Closing")]
    return Table(f"trial-{trial.asset}", title, "", header, rows, foot)


def _kinds(books: Books, days: Figure) -> Table:
    rows = []
    for way, sums in sorted(books.flows.items(), key=lambda one: (one[0].asset, -one[1].amount)):
        behind = replace(days, kind=way.kind, asset=way.asset, gave=way.debit_kind, received=way.credit_kind)
        path = f"{AccountKind(way.debit_kind).label} → {AccountKind(way.credit_kind).label}"
        said = (word(str(TransferKind(way.kind).label)), word(path), word(in_words(way.asset)))
        rows.append([*said, number(sums.transfers, "", behind), number(sums.amount, way.asset, behind)])
    header = [_("Kind"), _("From → to"), _("In"), _("Transfers"), _("Amount")]
    return Table("kinds", _("What moved, by kind"), "", header, rows)


def _budgets(shares: Shares, days: Figure, names: Names) -> Table:
    rows = []
    for holder, received, gave in _both_sides(shares, lambda holder: holder.budget_id is not None):
        code, name = names.budgets[holder.budget_id or 0]
        behind = replace(days, kind=holder.kind, asset=holder.asset, budget=code)
        said = (word(name), word(str(TransferKind(holder.kind).label)))
        rows.append([*said, *_sides(received, gave, behind, holder)])
    header = [_("Budget"), _("Kind"), _("Received (credit)"), _("Gave (debit)")]
    return Table(
        "budgets", _("Budgets"), _("What was put in is received, what citizens were paid is given."), header, rows
    )


def _parties(shares: Shares, days: Figure, names: Names) -> Table:
    rows = []
    for holder, received, gave in _both_sides(shares, lambda holder: holder.party is not None):
        behind = replace(days, kind=holder.kind, asset=holder.asset, party=holder.party or "")
        name = names.parties.get(holder.party or "", holder.party or "")
        said = (word(name), word(str(TransferKind(holder.kind).label)), word(in_words(holder.asset)))
        rows.append([*said, *_sides(received, gave, behind, holder)])
    header = [_("Merchant or cause"), _("Kind"), _("In"), _("Received (credit)"), _("Gave (debit)")]
    lead = _("What the scheme owes a merchant is received by it.")
    return Table("parties", _("Merchants and causes"), lead, header, rows)


def _sides(received: int, gave: int, behind: Figure, holder: Holder) -> list[Cell]:
    return [
        number(received, holder.asset, replace(behind, received=holder.account_kind)),
        number(gave, holder.asset, replace(behind, gave=holder.account_kind)),
    ]


def _both_sides(shares: Shares, is_asked: Callable[[Holder], bool]) -> list[tuple[Holder, int, int]]:
    """Each holder once, with what it received and gave: the most first."""
    sides: dict[Holder, dict[bool, int]] = defaultdict(lambda: defaultdict(int))
    for holder, sums in shares.items():
        if is_asked(holder):
            sides[holder._replace(gained=True)][holder.gained] += sums.amount
    found = [(holder, amounts[True], amounts[False]) for holder, amounts in sides.items()]
    return sorted(found, key=lambda one: -one[1] - one[2])
