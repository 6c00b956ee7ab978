"""The transfers themselves, and the references that are theirs for all time."""

import pgtrigger
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from credits.merging.models import MERGED_BY_APPROVAL
from credits.models.account import LedgerAccount
from credits.models.moving import ADJUSTED_BY_TWO, MOVE_BALANCES
from credits.models.ways import Asset, TransferKind
from seals.guards import after_the_seal

GIVEN = ~Q(kind=TransferKind.AWARD)
"""The transfers that are found by the account that gave: all but awards, which `move_balances` has out of a budget."""


class Transfer(models.Model):
    """An amount that left one account and entered another: two legs in one row, never changed, never removed.

    That both accounts exist is proven by `move_balances`, a whole statement at a time, and accounts are never removed.
    """

    debit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    credit = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField(_("amount"))
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    reference = models.CharField(_("reference"), max_length=80)
    event_at = models.DateTimeField(_("happened"))
    created_at = models.DateTimeField(_("posted"))

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            # Awards are nearly all transfers, and only a budget gives them: whoever looks for what an account gave says
            # `GIVEN`, or reads every transfer.
            models.Index(fields=["debit", "id"], condition=GIVEN, name="transfer_debit"),
            models.Index(fields=["credit", "id"], name="transfer_credit"),
            # Rows come in the order of this time, so a few bytes for every hundred pages find a day.
            BrinIndex(fields=["created_at"], name="transfer_posted", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="amount_is_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="two_different_accounts"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("transfers_stay", "the ledger"),
            after_the_seal("created_at"),
            pgtrigger.Trigger(
                name="adjusted_by_two",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="adjust"),
                func=ADJUSTED_BY_TWO,
            ),
            pgtrigger.Trigger(
                name="merged_by_approval",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="merge"),
                func=MERGED_BY_APPROVAL,
            ),
            pgtrigger.Trigger(
                name="move_balances",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_transfers"),  # type: ignore[no-untyped-call]
                declare=[("alone", "record"), ("astray", "record"), ("kept", "record")],
                func=MOVE_BALANCES,
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TransferKey(models.Model):
    """Makes a reference unique for all time, apart from the transfers so that those can be partitioned by time."""

    # Sorted by bytes, so that its one index also finds the references that begin alike.
    reference = models.CharField(max_length=80, primary_key=True, db_collation="C")
    transfer_id = models.BigIntegerField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="key_is_for_ever", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("keys_stay", "the ledger"),
        ]

    def __str__(self) -> str:
        return self.reference
