"""A merchant as a business: whom the scheme writes to, and the bank account that it pays into."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.typed.phones import A_PHONE
from merchants.models.merchant import Merchant
from seals.guards import after_the_seal


class Contact(models.Model):
    """Who answers for a merchant. A name and a phone: kept apart, so that no trail has them."""

    merchant = models.OneToOneField(Merchant, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("contact person"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, validators=[A_PHONE])

    class Meta:
        verbose_name = _("contact person of a merchant")
        verbose_name_plural = _("contact persons of merchants")

    def __str__(self) -> str:
        return str(self.merchant_id)


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def in_force(self, now: datetime) -> "BankAccountQuerySet":
        """The one that each merchant is paid into at a moment."""
        begun = self.filter(withdrawn_at=None, in_force_at__lte=now)
        return begun.order_by("merchant", "-in_force_at", "-pk").distinct("merchant")

    def pending(self, now: datetime) -> "BankAccountQuerySet":
        """Given and not in force yet."""
        return self.filter(withdrawn_at=None, in_force_at__gt=now)


class BankAccount(models.Model):
    """An account that a merchant is paid into, from a moment on and until that of another one.

    The number is sealed (`accounts.vault`); `pseudonym` finds who else has it, and four digits are shown.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(_("bank"), max_length=60)
    holder = models.CharField(_("account holder"), max_length=100)
    sealed_number = models.CharField(max_length=300)
    tail = models.CharField(_("last four digits"), max_length=4)
    pseudonym = models.UUIDField(db_index=True)
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("given by")
    )
    in_force_at = models.DateTimeField(_("in force from"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account of a merchant")
        verbose_name_plural = _("bank accounts of merchants")
        constraints = [
            models.CheckConstraint(condition=Q(in_force_at__gte=F("given_at")), name="account_in_force_once_given"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__lt=F("in_force_at"), withdrawn_by__isnull=False),
                name="account_withdrawn_before_in_force",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="account_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="account_stays_as_given",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL OR (OLD.merchant_id, OLD.bank, OLD.holder, OLD.tail, OLD.pseudonym,"
                    " OLD.given_at, OLD.given_by_id, OLD.in_force_at) IS DISTINCT FROM (NEW.merchant_id, NEW.bank,"
                    " NEW.holder, NEW.tail, NEW.pseudonym, NEW.given_at, NEW.given_by_id, NEW.in_force_at)"
                ),
            ),
            never_emptied("accounts_stay", "a bank account"),
            after_the_seal("given_at"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} ****{self.tail}"
