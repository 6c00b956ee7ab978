"""What is settled with merchants: a correction of what one is owed, its month paid, and its credits gone for good.

Every function makes postings and posts nothing, so that the caller posts a step whole and in one batch. A merchant is
known by its public id; what comes to nothing is no transfer.
"""

from collections.abc import Iterator
from datetime import datetime

from credits.accounts import party_account, scheme_account
from credits.ledger import Posting
from credits.models import AccountKind, Asset, TransferKind


def corrected(merchant: str, fen: int, *, reference: str, now: datetime) -> Iterator[Posting]:
    """The scheme owes a merchant so much more, or less where `fen` is negative."""
    payable = scheme_account(AccountKind.PAYABLE, Asset.FEN)
    giving, taking = (payable, _receivable(merchant)) if fen > 0 else (_receivable(merchant), payable)
    if fen:
        yield Posting(giving, taking, abs(fen), TransferKind.CORRECT, reference, now)


def settled(merchant: str, fen: int, *, reference: str, now: datetime) -> Iterator[Posting]:
    """What a merchant was owed is paid."""
    if fen:
        paid = scheme_account(AccountKind.PAID, Asset.FEN)
        yield Posting(_receivable(merchant), paid, fen, TransferKind.SETTLE, reference, now)


def cancelled(credits: int, *, reference: str, now: datetime) -> Iterator[Posting]:
    """Credits that were spent and paid for leave the scheme for good."""
    if credits:
        redeemed, gone = scheme_account(AccountKind.REDEEMED), scheme_account(AccountKind.CANCELLED)
        yield Posting(redeemed, gone, credits, TransferKind.CANCEL, reference, now)


def _receivable(merchant: str) -> int:
    return party_account(AccountKind.RECEIVABLE, merchant, Asset.FEN)
