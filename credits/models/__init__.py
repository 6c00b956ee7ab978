"""The ledger's tables. Only `credits.ledger` writes transfers; everyone else reads through ledger and statements.

Four things hold in the database itself, whoever writes: transfers are never changed or removed, each goes a way that
its kind has, a kept balance is moved by the transfers and by nothing else, and it is never below zero where it may not.
"""

from credits.adjusting.models import Adjustment, Attachment
from credits.merging.models import Merger, MergerProof, PairingCode
from credits.models.account import SHAPES, LedgerAccount
from credits.models.budget import LARGE_FUNDING, Budget, Funding
from credits.models.day import DayFlow, DayShare
from credits.models.moving import ADJUSTMENT, DECISION, UNDOING
from credits.models.transfer import GIVEN, Transfer, TransferKey
from credits.models.ways import GOES_ITS_WAY, KEPT_KINDS, MAY_BE_NEGATIVE, WAYS, AccountKind, Asset, TransferKind, Way

__all__ = [
    "ADJUSTMENT",
    "DECISION",
    "GIVEN",
    "GOES_ITS_WAY",
    "KEPT_KINDS",
    "LARGE_FUNDING",
    "MAY_BE_NEGATIVE",
    "SHAPES",
    "UNDOING",
    "WAYS",
    "AccountKind",
    "Adjustment",
    "Asset",
    "Attachment",
    "Budget",
    "DayFlow",
    "DayShare",
    "Funding",
    "LedgerAccount",
    "Merger",
    "MergerProof",
    "PairingCode",
    "Transfer",
    "TransferKey",
    "TransferKind",
    "Way",
]
