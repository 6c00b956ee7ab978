"""Sealed days, the salts that personal values are digested with, and the digests that outlive erased values."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied


class SealedDayQuerySet(models.QuerySet["SealedDay"]):
    def sealed(self) -> "SealedDayQuerySet":
        return self.filter(sealed_at__isnull=False)


class SealedDay(models.Model):
    """A city day that is over for the ledger. Once it is closed nothing is dated into it; its seal says what was in it.

    `head` is the signed document: the day, the digest of its rows by table, their root, and the hash of the head of the
    day before. `counts` are these rows by table, empty of days whose head has them itself; nobody else is told them.
    """

    day = models.DateField(_("day"), primary_key=True)
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed"))
    closing = models.BigIntegerField(editable=False)
    """The transaction that closed it: whatever began before it and still writes is waited for."""
    salt = models.BinaryField(editable=False)
    """Blinds the leaves, so that a published hash beside a proof tells nothing of its row."""
    sealed_at = models.DateTimeField(_("sealed"), null=True)
    rows = models.BigIntegerField(_("rows"), null=True)
    counts = models.JSONField(_("rows by table"), null=True, editable=False)
    root = models.CharField(_("root"), max_length=64, blank=True)
    head = models.TextField(_("head"), blank=True)
    head_hash = models.CharField(_("hash of the head"), max_length=64, blank=True)
    signature = models.CharField(_("signature"), max_length=128, blank=True)
    public_key = models.CharField(_("public key"), max_length=64, blank=True)

    objects = SealedDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed day")
        verbose_name_plural = _("sealed days")
        indexes = [models.Index(fields=["ends_at"], name="sealed_day_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at=None, rows=None, root="", head="", head_hash="", signature="", public_key="")
                | Q(sealed_at__isnull=False, rows__isnull=False) & ~Q(root="") & ~Q(head="") & ~Q(head_hash=""),
                name="seal_is_whole_or_not_yet",
            ),
            models.CheckConstraint(condition=Q(counts=None) | Q(sealed_at__isnull=False), name="seal_of_counted_rows"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="seal_is_for_ever", operation=pgtrigger.Update, condition=pgtrigger.Q(old__sealed_at__isnull=False)
            ),
            pgtrigger.Protect(
                name="closed_day_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("day", "ends_at", "closed_at", "closing", "salt"),
            ),
            pgtrigger.Protect(name="sealed_days_stay", operation=pgtrigger.Delete),
            never_emptied("chain_stays", "the chain"),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class CitizenSalt(models.Model):
    """What a citizen's values are digested with. Erased with them, so that no digest can be tried out any more."""

    citizen_id = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        triggers = [pgtrigger.Protect(name="salt_stays_or_goes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.citizen_id}"


class KeptDigest(models.Model):
    """The digest of values that were erased after their day was sealed: with it the day can still be proven."""

    source = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "row_id"], name="one_kept_digest_of_a_row")]
        triggers = [
            pgtrigger.Protect(name="digest_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("digests_stay", "the chain"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.row_id}"
