"""Which kinds of account and of transfer there are, and which account may give to which."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asset(models.TextChoices):
    CREDIT = "credit", _("credits")
    FEN = "fen", _("fen")
    T_CO2E = "t_co2e", _("tonnes CO₂e")


class AccountKind(models.TextChoices):
    ISSUANCE = "issuance", _("Issuance")
    BUDGET = "budget", _("Budget slot")
    AVAILABLE = "available", _("Available credits")
    HELD = "held", _("Held credits")
    DEBT = "debt", _("Debt")
    REDEEMED = "redeemed", _("Redeemed")
    EXPIRED = "expired", _("Expired")
    CAUSE = "cause", _("Given to a cause")
    PAYABLE = "payable", _("Owed by the scheme")
    RECEIVABLE = "receivable", _("Owed to a merchant")
    PAID = "paid", _("Paid to merchants")
    CANCELLED = "cancelled", _("Cancelled for good")
    REGISTRY = "registry", _("Registry of units")
    HOLDING = "holding", _("Units held")
    BUFFER = "buffer", _("Units set aside for reversals")
    RETIRED = "retired", _("Units retired")


KEPT_KINDS = [AccountKind.BUDGET, AccountKind.AVAILABLE, AccountKind.HELD, AccountKind.DEBT]
"""Kinds that keep their balance on the row. The others only give or only collect; their transfers say how much."""

MAY_BE_NEGATIVE = [AccountKind.DEBT]


class TransferKind(models.TextChoices):
    FUND = "fund", _("Budget funded")
    AWARD = "award", _("Earned")
    BONUS = "bonus", _("Bonus")
    HOLD = "hold", _("Set aside")
    RELEASE = "release", _("Given back")
    CAPTURE = "capture", _("Spent")
    DONATE = "donate", _("Donated")
    EXPIRE = "expire", _("Expired")
    CLAWBACK = "clawback", _("Taken back")
    DEBT = "debt", _("Owed")
    REPAY = "repay", _("Repaid")
    ADJUST = "adjust", _("Adjusted")
    MERGE = "merge", _("Accounts merged")
    CORRECT = "correct", _("Corrected for a merchant")
    SETTLE = "settle", _("Paid to a merchant")
    CANCEL = "cancel", _("Cancelled for good")
    ISSUE = "issue", _("Units issued")
    TRANSFER = "transfer", _("Units transferred")
    RETIRE = "retire", _("Units retired")
    REVERSAL = "reversal", _("Reversed")


class Way(NamedTuple):
    """From which kind of account to which a kind of transfer goes, of which asset."""

    kind: TransferKind
    debit: AccountKind
    credit: AccountKind
    asset: Asset
    within_vintage: bool = False
    """Whether both are accounts of one citizen and one expiry date."""
    within_owner: bool = False
    """Whether both are accounts of one citizen."""
    to_another: bool = False
    """Whether they are accounts of two citizens; where both have an expiry date, it is the same."""


WAYS = [
    Way(TransferKind.AWARD, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.BONUS, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.HOLD, AccountKind.AVAILABLE, AccountKind.HELD, Asset.CREDIT, within_vintage=True),
    Way(TransferKind.RELEASE, AccountKind.HELD, AccountKind.AVAILABLE, Asset.CREDIT, within_vintage=True),
    Way(TransferKind.CAPTURE, AccountKind.HELD, AccountKind.REDEEMED, Asset.CREDIT),
    Way(TransferKind.CAPTURE, AccountKind.PAYABLE, AccountKind.RECEIVABLE, Asset.FEN),
    Way(TransferKind.DONATE, AccountKind.AVAILABLE, AccountKind.CAUSE, Asset.CREDIT),
    Way(TransferKind.EXPIRE, AccountKind.AVAILABLE, AccountKind.EXPIRED, Asset.CREDIT),
    Way(TransferKind.CLAWBACK, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.DEBT, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.REPAY, AccountKind.AVAILABLE, AccountKind.DEBT, Asset.CREDIT, within_owner=True),
    Way(TransferKind.ADJUST, AccountKind.BUDGET, AccountKind.AVAILABLE, Asset.CREDIT),
    Way(TransferKind.ADJUST, AccountKind.AVAILABLE, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.ADJUST, AccountKind.DEBT, AccountKind.ISSUANCE, Asset.CREDIT),
    Way(TransferKind.MERGE, AccountKind.AVAILABLE, AccountKind.AVAILABLE, Asset.CREDIT, to_another=True),
    Way(TransferKind.MERGE, AccountKind.AVAILABLE, AccountKind.DEBT, Asset.CREDIT, to_another=True),
    Way(TransferKind.MERGE, AccountKind.DEBT, AccountKind.DEBT, Asset.CREDIT, to_another=True),
    Way(TransferKind.CORRECT, AccountKind.PAYABLE, AccountKind.RECEIVABLE, Asset.FEN),
    Way(TransferKind.CORRECT, AccountKind.RECEIVABLE, AccountKind.PAYABLE, Asset.FEN),
    Way(TransferKind.SETTLE, AccountKind.RECEIVABLE, AccountKind.PAID, Asset.FEN),
    Way(TransferKind.CANCEL, AccountKind.REDEEMED, AccountKind.CANCELLED, Asset.CREDIT),
    Way(TransferKind.CANCEL, AccountKind.HOLDING, AccountKind.CANCELLED, Asset.T_CO2E),
    Way(TransferKind.CANCEL, AccountKind.BUFFER, AccountKind.CANCELLED, Asset.T_CO2E),
    Way(TransferKind.ISSUE, AccountKind.REGISTRY, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.ISSUE, AccountKind.REGISTRY, AccountKind.BUFFER, Asset.T_CO2E),
    Way(TransferKind.TRANSFER, AccountKind.HOLDING, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.TRANSFER, AccountKind.BUFFER, AccountKind.HOLDING, Asset.T_CO2E),
    Way(TransferKind.RETIRE, AccountKind.HOLDING, AccountKind.RETIRED, Asset.T_CO2E),
    Way(TransferKind.FUND, AccountKind.ISSUANCE, AccountKind.BUDGET, Asset.CREDIT),
]
"""Which account may give to which: what database, audit and docs/ledger.md hold every transfer against.

A reversal has no way of its own; it is the mirror of one earlier transfer.
"""


def _goes_its_way() -> str:
    """SQL: whether the transfer `t` may go from the account `debit` to the account `credit`."""
    by_kind: dict[TransferKind, list[str]] = {}
    for way in WAYS:
        ends = f"(debit.kind, credit.kind, t.asset) = ('{way.debit}', '{way.credit}', '{way.asset}')"
        together = []
        if way.within_vintage:
            together = ["(debit.owner_id, debit.expires_on) = (credit.owner_id, credit.expires_on)"]
        elif way.within_owner:
            together = ["debit.owner_id = credit.owner_id"]
        elif way.to_another:
            together = ["debit.owner_id <> credit.owner_id", "coalesce(debit.expires_on = credit.expires_on, true)"]
        by_kind.setdefault(way.kind, []).append(" AND ".join([ends, *together]))
    cases = " ".join(f"WHEN '{kind}' THEN {' OR '.join(ways)}" for kind, ways in by_kind.items())
    mirror = """EXISTS (
        SELECT FROM credits_transfer AS mirrored
        WHERE mirrored.id = substring(t.reference FROM '^reversal:([0-9]{1,18})$')::bigint
          AND mirrored.kind <> 'reversal'
          AND (mirrored.debit_id, mirrored.credit_id, mirrored.amount) = (t.credit_id, t.debit_id, t.amount)
    )"""
    return f"debit.asset = t.asset AND credit.asset = t.asset AND CASE t.kind {cases} WHEN 'reversal' THEN {mirror} END"


GOES_ITS_WAY = _goes_its_way()
