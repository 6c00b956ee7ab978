"""A refund: that a voucher was used and its citizen got the credits back, later than a till could undo it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from merchants.models.merchant import Membership, Merchant
from merchants.models.redemption import Redemption
from seals.guards import after_the_seal


class Refund(models.Model):
    """Who gave it back and why, never changed: the merchant's owner in the name of their role, or the desk without one.

    `credits` is what was spent, of which `expired` were of vintages that had run out; `fen` is what the merchant is
    not owed any more.
    """

    redemption = models.OneToOneField(
        Redemption, on_delete=models.PROTECT, related_name="refund", verbose_name=_("redemption")
    )
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("merchant")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.CharField(_("why"), max_length=300)
    taken_at = models.DateTimeField(_("used"))
    credits = models.PositiveIntegerField(_("credits"))
    expired = models.PositiveIntegerField(_("credits that had run out"))
    fen = models.PositiveIntegerField(_("fen"))
    happened_at = models.DateTimeField(_("refunded"))

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        permissions = [("refund_voucher", _("Can refund vouchers that were used"))]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="refund_says_why"),
            models.CheckConstraint(condition=Q(expired__lte=F("credits")), name="refund_expires_no_more_than_it_is"),
        ]
        indexes = [
            models.Index(fields=["merchant", "-id"], name="refund_of_merchant"),
            # As the desk's time line asks for it.
            models.Index(fields=["happened_at"], name="refund_happened"),
        ]
        triggers = [
            pgtrigger.Protect(name="refund_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("refunds_stay", "a refund"),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.redemption} {self.happened_at:%Y-%m-%d}"

    @property
    def returned(self) -> int:
        """The credits that the citizen has again."""
        return self.credits - self.expired

    @property
    def is_of_desk(self) -> bool:
        return self.membership_id is None
