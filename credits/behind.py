"""The transfers behind a figure of the books: which they are, so that they are read by key and never searched for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Q, QuerySet

from common.city_time import CITY_ZONE, day_span
from common.csv_stream import Cell
from credits import books
from credits.models import SHAPES, AccountKind, Asset, LedgerAccount, Transfer, TransferKind
from credits.summing import Holder, Sums, Way

PIECE = 5000
MOST = 2**63 - 1
"""The greatest number of a row."""
NONE = Sums(0, 0, MOST, 0)
SIDES = {"debit": "gave", "credit": "received"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure adds up; what is empty is not asked for. `first` is none where it begins with the ledger."""

    first: date | None
    last: date
    kind: str = ""
    asset: str = ""
    gave: str = ""
    received: str = ""
    account: str = ""
    """Of a kind of accounts both what they gave and what they received."""
    budget: str = ""
    """The code of a budget."""
    party: str = ""


class Behind(NamedTuple):
    """Until when a figure goes, how many transfers it has, what they come to, and between which numbers they are."""

    until: datetime
    sums: Sums


def look(figure: Figure, *, now: datetime) -> Behind:
    """Where its days are not over, at most a minute old, so that the pages of a list belong together."""
    end = day_span(figure.last)[1]
    if end <= now:
        return _look(figure, end)
    key = "credits:behind:" + ":".join(map(str, (figure.first, figure.last, *_asked(figure))))
    known: Behind | None = cache.get(key)
    if known is None:
        known = _look(figure, now)
        cache.set(key, known, books.FRESH_FOR_S)
    return known


def transfers(figure: Figure, behind: Behind) -> QuerySet[Transfer]:
    """In no order."""
    sums = behind.sums
    found = Transfer.objects.filter(pk__gte=sums.first_id, pk__lte=sums.last_id, created_at__lt=behind.until)
    if figure.first is not None:
        found = found.filter(created_at__gte=day_span(figure.first)[0])
    for name in ("kind", "asset"):
        if getattr(figure, name):
            found = found.filter(**{name: getattr(figure, name)})
    return found.filter(*_ends(figure))


def told(found: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """With all that a list says of each."""
    ends = (f"{end}__{name}" for end in SIDES for name in ("owner", "budget"))
    return found.select_related(*ends)


COLUMNS = ("kind", "owner__public_id", "budget__code", "party", "expires_on")
"""Of each of both accounts."""


def rows(found: QuerySet[Transfer]) -> Iterator[list[Cell]]:
    """All of them, the earliest first, as a file has them: read a piece at a time, in constant memory."""
    kinds, assets, accounts = (dict(words(choices)) for choices in (TransferKind, Asset, AccountKind))
    ends = [f"{end}__{name}" for end in SIDES for name in COLUMNS]
    read = found.order_by("pk").values_list(
        "pk", "created_at", "event_at", "kind", "asset", "amount", *ends, "reference"
    )
    last = 0
    while piece := list(read.filter(pk__gt=last)[:PIECE]):
        for number, posted, happened, kind, asset, amount, *accounts_of, reference in piece:
            giving, taking = accounts_of[: len(COLUMNS)], accounts_of[len(COLUMNS) :]
            cells = [number, _moment(posted), _moment(happened), kinds[kind], assets[asset], amount]
            yield [*cells, *_end(giving, accounts), *_end(taking, accounts), reference]
        last = piece[-1][0]


def words(choices: Any) -> list[tuple[str, str]]:
    """In the language of whoever asks; the file is sent when that is forgotten."""
    return [(choice.value, str(choice.label)) for choice in choices]


def _end(end: list[Any], accounts: dict[str, str]) -> list[Cell]:
    kind, owner, budget, party, expires_on = end
    return [accounts[kind], owner or budget or party or "", expires_on.isoformat() if expires_on else ""]


def _moment(moment: datetime) -> str:
    return moment.astimezone(CITY_ZONE).isoformat(" ", "seconds")[:19]


def _look(figure: Figure, until: datetime) -> Behind:
    found = _of_holders(figure, until) if figure.budget or figure.party else _of_ways(figure, until)
    return Behind(until, reduce(Sums.plus, found, NONE))


def _of_ways(figure: Figure, until: datetime) -> Iterator[Sums]:
    return (sums for way, sums in books.flows(figure.first, until).items() if _is_ways(figure, way))


def _is_ways(figure: Figure, way: Way) -> bool:
    return (
        figure.kind in {"", way.kind}
        and figure.asset in {"", way.asset}
        and figure.gave in {"", way.debit_kind}
        and figure.received in {"", way.credit_kind}
        and figure.account in {"", way.debit_kind, way.credit_kind}
    )


def _of_holders(figure: Figure, until: datetime) -> Iterator[Sums]:
    """Of a budget or a party."""
    asked = {"budget__code": figure.budget} if figure.budget else {"party": figure.party}
    shares = books.shares(figure.first, until, **asked)
    return (sums for holder, sums in shares.items() if _is_holders(figure, holder))


def _is_holders(figure: Figure, holder: Holder) -> bool:
    account = figure.gave or figure.received or figure.account
    return (
        figure.kind in {"", holder.kind}
        and figure.asset in {"", holder.asset}
        and account in {"", holder.account_kind}
        and not (figure.gave and holder.gained)
        and not (figure.received and not holder.gained)
    )


def _ends(figure: Figure) -> list[Q]:
    """Who gave and who received. The few accounts of a holder, or of the scheme itself, are found by their index."""
    ends = []
    for end, side in SIDES.items():
        if kind := getattr(figure, side):
            ends.append(_accounts(figure, end, kind))
    if figure.account or (not ends and (figure.budget or figure.party)):
        ends.append(reduce(or_, (_accounts(figure, end, figure.account) for end in SIDES)))
    return ends


def _accounts(figure: Figure, end: str, kind: str) -> Q:
    accounts = LedgerAccount.objects.filter(**({"kind": kind} if kind else {}))
    if figure.budget:
        accounts = accounts.filter(budget__code=figure.budget)
    if figure.party:
        accounts = accounts.filter(party=figure.party)
    if figure.budget or figure.party or kind in SCHEMES_OWN:
        return Q(**{f"{end}__in": list(accounts.values_list("pk", flat=True))})
    return Q(**{f"{end}__kind": kind})


SCHEMES_OWN = {kind for kinds, named in SHAPES.items() if not named for kind in kinds}


def _asked(figure: Figure) -> list[str]:
    names = ("kind", "asset", "gave", "received", "account", "budget", "party")
    return [getattr(figure, name) for name in names]
