"""What all transfers of a day sum up to, kept so that books of years read days and not transfers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.models.budget import Budget
from credits.models.ways import AccountKind, Asset, TransferKind


class DayFlow(models.Model):
    """What went one way on the city day on which it was posted: so much, by one kind, between two kinds of account.

    `credits.keeping` writes it once nothing is dated into the day any more. The rows of all days may be deleted; they
    are then summed anew.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    debit_kind = models.CharField(_("from"), max_length=10, choices=AccountKind.choices)
    credit_kind = models.CharField(_("to"), max_length=10, choices=AccountKind.choices)
    transfers = models.BigIntegerField(_("transfers"))
    amount = models.BigIntegerField(_("amount"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    """Of its transfers: between the two they are found by key."""

    class Meta:
        verbose_name = _("flow of a day")
        verbose_name_plural = _("flows of days")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "asset", "debit_kind", "credit_kind"], name="flow_of_a_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.debit_kind} {self.credit_kind}"


class DayShare(models.Model):
    """What accounts that name the same budget, party or vintage received, or gave, by one kind on one city day.

    Kept as `DayFlow` is. Accounts that name none of them, as the scheme's own, are in the flows alone.
    """

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    asset = models.CharField(_("asset"), max_length=6, choices=Asset.choices)
    account_kind = models.CharField(_("account"), max_length=10, choices=AccountKind.choices)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    party = models.CharField(_("party"), max_length=16, null=True)  # noqa: DJ001, none is not an empty name
    expires_on = models.DateField(_("expires on"), null=True)
    gained = models.BooleanField(_("received"))
    """Else given."""
    transfers = models.BigIntegerField(_("transfers"))
    amount = models.BigIntegerField(_("amount"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("share of a day")
        verbose_name_plural = _("shares of days")
        indexes = [
            # A few a day: what citizens hold is found without the merchants of all years.
            models.Index(fields=["day"], condition=Q(expires_on__isnull=False), name="shares_of_vintages"),
            models.Index(fields=["party", "day"], condition=Q(party__isnull=False), name="shares_of_parties"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "asset", "account_kind", "budget", "party", "expires_on", "gained"],
                nulls_distinct=False,
                name="share_of_a_day_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.account_kind}"
