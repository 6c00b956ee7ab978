"""Revocations: that a scored act does not count any more, why, and what it gave back; and that one counts again."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.act import Activity
from common.references import existing
from seals.guards import after_the_seal


class Reason(models.TextChoices):
    """Why an act is taken back, as its citizen reads it."""

    WITHDRAWN = "withdrawn", _("You withdrew this record.")
    MISTAKEN = "mistaken", _("It was recorded by mistake.")
    COUNTED_TWICE = "twice", _("The same act had been counted already.")
    NOT_DONE = "not_done", _("It did not happen as it was reported.")
    NOT_OWN = "not_own", _("It is somebody else's act.")
    PROOF = "proof", _("Its proof turned out to be no proof.")
    OPERATOR = "operator", _("The operator that reported it has taken it back.")


OF_THE_DESK = [reason for reason in Reason if reason is not Reason.WITHDRAWN]
"""What a member of staff can say; only the citizen withdraws."""


# What citizens take back of their own is not told.
@pghistory.track(
    pghistory.InsertEvent(condition=~pgtrigger.Q(new__reason=Reason.WITHDRAWN.value)),
    fields=["reason", "by", "grams", "credits"],
    model_name="RevocationEvent",
    meta={"verbose_name": _("act taken back"), "verbose_name_plural": _("acts taken back")},
)
class Revocation(models.Model):
    """An act counts no more: `credits` and `grams` are what it gave back, each at most what it was paid.

    Never changed and never removed. What becomes of the credits is in the ledger, under `reference`.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="revocation", db_constraint=False, primary_key=True
    )
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    revoked_at = models.DateTimeField(_("taken back"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            models.CheckConstraint(condition=Q(grams__gte=0, credits__gte=0), name="revocation_not_negative"),
        ]
        indexes = [models.Index(fields=["revoked_at"], name="revocation_at")]
        triggers = [
            pgtrigger.Protect(name="revocation_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            after_the_seal("revoked_at"),
            existing("revocation_of_an_act", "activity_id", "activities_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.reason}"

    @property
    def reference(self) -> str:
        """Begins the references of what is taken back for it."""
        return f"revoke:{self.activity_id}"


@pghistory.track(
    pghistory.InsertEvent(),
    fields=["by"],
    model_name="ReinstatementEvent",
    meta={"verbose_name": _("act that counts again"), "verbose_name_plural": _("acts that count again")},
)
class Reinstatement(models.Model):
    """What was taken back wrongly counts again, as a new act that says the same: once, by somebody else than before.

    The revoked act stays revoked; never changed and never removed.
    """

    revocation = models.OneToOneField(
        Revocation, on_delete=models.PROTECT, related_name="reinstatement", primary_key=True
    )
    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="reinstatement_of", db_constraint=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reinstated_at = models.DateTimeField(_("counted again"))

    class Meta:
        verbose_name = _("reinstatement")
        verbose_name_plural = _("reinstatements")
        indexes = [models.Index(fields=["reinstated_at"], name="reinstatement_at")]
        triggers = [
            pgtrigger.Protect(name="reinstatement_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            after_the_seal("reinstated_at"),
            existing("reinstatement_by_an_act", "activity_id", "activities_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.revocation_id} {self.activity_id}"
