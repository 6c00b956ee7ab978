"""What speaks against an act, what came of it, and what somebody decided. Of the claim it holds numbers alone."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.models.act import Activity
from common.references import existing
from seals.guards import after_the_seal, set_after_the_seal


class Came(models.TextChoices):
    """What came of an act's doubts when it was reckoned."""

    REFUSED = "refused", _("refused")
    REVIEW = "review", _("kept for a person to look at")
    LOWER = "lower", _("counted as proven less well")
    NOTED = "noted", _("counted, and noted")


class Decision(models.TextChoices):
    CLEARED = "cleared", _("credited after all")
    REFUSED = "refused", _("refused by a person")
    UNREVIEWED = "unreviewed", _("refused, since nobody decided in time")
    SOUND = "sound", _("looked at and found sound")
    UNSOUND = "unsound", _("looked at and found unsound")


class DoubtedQuerySet(models.QuerySet["Doubted"]):
    def undecided(self) -> "DoubtedQuerySet":
        """Those that wait for a decision, the oldest first."""
        return self.filter(came=Came.REVIEW, decision="").order_by("due_at", "pk")

    def overdue(self, now: datetime) -> "DoubtedQuerySet":
        return self.undecided().filter(due_at__lte=now)

    def drawn(self) -> "DoubtedQuerySet":
        """Those drawn for audit that nobody has looked at yet, the oldest first."""
        return self.filter(is_drawn=True, decision="").order_by("raised_at", "pk")


# What is found against an act is the scorer's and not told; what somebody decides on it is.
@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("decision", "reopened_at")),
    fields=["decision", "reason", "decided_by", "reopened_by"],
    model_name="DoubtedEvent",
    meta={"verbose_name": _("decision on a doubt"), "verbose_name_plural": _("decisions on doubts")},
)
class Doubted(models.Model):
    """An act that something speaks against, or that was drawn for audit: once and for all, however often reckoned.

    `doubts` is a list of code, weight and facts each; `weight` is their sum. Only a decision is added later, once, and
    on an appeal that the act is reckoned after all.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="doubted", db_constraint=False, primary_key=True
    )
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    doubts = models.JSONField(_("doubts"))
    weight = models.IntegerField(_("weight"))
    came = models.CharField(_("what came of it"), max_length=8, choices=Came.choices)
    is_drawn = models.BooleanField(_("drawn for audit"), db_default=False)
    raised_at = models.DateTimeField(_("raised"))
    due_at = models.DateTimeField(_("to be decided by"), null=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True, db_default="")
    reason = models.CharField(_("reason"), max_length=40, blank=True, db_default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_at = models.DateTimeField(_("reopened"), null=True)

    objects = DoubtedQuerySet.as_manager()

    class Meta:
        verbose_name = _("act in doubt")
        verbose_name_plural = _("acts in doubt")
        permissions = [("decide_doubted", _("Can decide acts in doubt"))]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(came="review", decision=""), name="doubted_undecided"),
            models.Index(fields=["raised_at"], condition=Q(is_drawn=True, decision=""), name="doubted_drawn"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(came="review", due_at__isnull=False) | ~Q(came="review") & Q(due_at=None),
                name="doubted_waits_for_so_long",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | Q(decision="unreviewed", decided_at__isnull=False, decided_by=None)
                | Q(decision__in=["cleared", "refused", "sound", "unsound"], decided_at__isnull=False)
                & Q(decided_by__isnull=False),
                name="doubted_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="doubted_is_reopened_by_somebody",
            ),
            # Who gains does not grant: in the database, too.
            models.CheckConstraint(
                condition=(Q(decided_by=None) | ~Q(decided_by=F("citizen")))
                & (Q(reopened_by=None) | ~Q(reopened_by=F("citizen"))),
                name="doubted_decided_by_another",
            ),
        ]
        triggers = [
            existing("doubted_act_is_there", "activity_id", "activities_activity"),
            after_the_seal("raised_at"),
            set_after_the_seal("decided_at"),
            set_after_the_seal("reopened_at"),
            pgtrigger.Protect(name="doubted_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="doubts_stay",
                exclude=["decision", "reason", "decided_by", "decided_at", "reopened_by", "reopened_at"],
            ),
            pgtrigger.Protect(
                name="decision_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.decided_at IS NOT NULL AND (OLD.decision, OLD.reason, OLD.decided_by_id, OLD.decided_at)"
                    " IS DISTINCT FROM (NEW.decision, NEW.reason, NEW.decided_by_id, NEW.decided_at)"
                ),
            ),
            pgtrigger.Protect(
                name="reopening_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.reopened_at IS NOT NULL"
                    " AND (OLD.reopened_at, OLD.reopened_by_id) IS DISTINCT FROM (NEW.reopened_at, NEW.reopened_by_id)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"

    @property
    def is_forgiven(self) -> bool:
        """Whether the act is reckoned without its doubts."""
        return self.decision == Decision.CLEARED or self.reopened_at is not None
