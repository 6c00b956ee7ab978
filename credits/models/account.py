"""Where amounts are: an account of each kind names what its kind asks, and nothing moves its balance but transfers."""

from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from credits.models.budget import Budget
from credits.models.ways import KEPT_KINDS, MAY_BE_NEGATIVE, AccountKind, Asset

SHAPES: dict[tuple[AccountKind, ...], set[str]] = {
    (AccountKind.BUDGET,): {"budget", "slot"},
    (AccountKind.AVAILABLE, AccountKind.HELD): {"owner", "expires_on"},
    (AccountKind.DEBT,): {"owner"},
    (AccountKind.CAUSE, AccountKind.RECEIVABLE, AccountKind.HOLDING, AccountKind.BUFFER): {"party"},
    (AccountKind.ISSUANCE, AccountKind.REDEEMED, AccountKind.EXPIRED, AccountKind.PAYABLE): set(),
    (AccountKind.PAID, AccountKind.CANCELLED, AccountKind.REGISTRY, AccountKind.RETIRED): set(),
}
"""What an account of each kind names; it names nothing else."""


def _shape_of_its_kind() -> Q:
    names = ("owner", "expires_on", "budget", "slot", "party")
    shapes = (
        Q(kind__in=kinds, **{f"{name}__isnull": name not in named for name in names}) for kinds, named in SHAPES.items()
    )
    return reduce(or_, shapes)


class LedgerAccount(models.Model):
    """Where an amount of one asset is. A citizen has one available and one held account per expiry date.

    `party` is the public id of a holder who is no citizen: a merchant, a cause, who holds units or, of a buffer, a
    project.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=AccountKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    expires_on = models.DateField(_("expires on"), null=True)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="slots")
    slot = models.PositiveSmallIntegerField(_("slot"), null=True)
    party = models.CharField(_("party"), max_length=16, null=True)  # noqa: DJ001, none is not an empty name
    balance = models.BigIntegerField(_("balance"), default=0)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        indexes = [models.Index(fields=["owner"], condition=Q(kind=AccountKind.DEBT), name="account_of_debt")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "asset", "expires_on"],
                condition=Q(owner__isnull=False),
                nulls_distinct=False,
                name="one_account_per_owner_and_vintage",
            ),
            models.UniqueConstraint(
                fields=["budget", "slot"], condition=Q(budget__isnull=False), name="one_account_per_slot"
            ),
            models.UniqueConstraint(
                fields=["kind", "asset"],
                condition=Q(owner__isnull=True, budget__isnull=True, party__isnull=True),
                name="one_scheme_account_per_kind",
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "asset"], condition=Q(party__isnull=False), name="one_account_per_party"
            ),
            models.CheckConstraint(condition=_shape_of_its_kind(), name="account_has_the_shape_of_its_kind"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) | Q(kind__in=MAY_BE_NEGATIVE), name="balance_not_below_zero"
            ),
            models.CheckConstraint(condition=Q(balance__lte=0) | ~Q(kind=AccountKind.DEBT), name="debt_not_above_zero"),
            models.CheckConstraint(
                condition=Q(balance=0) | Q(kind__in=KEPT_KINDS), name="collecting_accounts_keep_no_balance"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="account_keeps_its_identity",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["balance"]),
            ),
            pgtrigger.Protect(
                name="balance_moves_by_transfer_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.balance <> NEW.balance AND pg_trigger_depth() = 0"),
            ),
            pgtrigger.Protect(
                name="account_opens_empty",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.balance <> 0"),
            ),
            pgtrigger.Protect(name="account_stays", operation=pgtrigger.Delete),
            never_emptied("accounts_stay", "the ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def keeps_balance(self) -> bool:
        return self.kind in KEPT_KINDS

    @property
    def may_be_negative(self) -> bool:
        return self.kind in MAY_BE_NEGATIVE
