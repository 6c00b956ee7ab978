"""Sets of acts that are taken back together: as they were shown, by one decision, piece by piece."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.revocation import Reason
from common.public_ids import new_public_id


class RevocationSetQuerySet(models.QuerySet["RevocationSet"]):
    def under_way(self) -> "RevocationSetQuerySet":
        return self.filter(done_at=None)


# Who decided what about how many; which acts they were stays with the set.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("done_at")),
    fields=["public_id", "reason", "by", "acts", "citizens", "credits", "done_at"],
    model_name="RevocationSetEvent",
    meta={"verbose_name": _("change to a set taken back"), "verbose_name_plural": _("changes to sets taken back")},
)
class RevocationSet(models.Model):
    """One decision about many acts. The numbers are those that were shown: at most so much is taken back.

    `asked` is what the acts were chosen by. What was really taken back is with each act's revocation.
    """

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    asked = models.JSONField(_("chosen by"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    acts = models.IntegerField(_("acts"))
    citizens = models.IntegerField(_("citizens"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    owed = models.BigIntegerField(_("credits that will be owed"))
    begun_at = models.DateTimeField(_("begun"))
    done_at = models.DateTimeField(_("done"), null=True)

    objects = RevocationSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of acts taken back")
        verbose_name_plural = _("sets of acts taken back")
        permissions = [("take_back_sets", _("Can take back what a set of acts earned"))]
        indexes = [models.Index(fields=["begun_at"], condition=Q(done_at=None), name="revocation_set_under_way")]
        constraints = [
            models.CheckConstraint(
                condition=Q(acts__gt=0, citizens__gt=0, grams__gte=0, credits__gte=0, owed__gte=0),
                name="revocation_set_of_something",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="revocation_sets_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="revocation_set_as_shown", exclude=["done_at"]),
        ]

    def __str__(self) -> str:
        return self.public_id


class Outcome(models.TextChoices):
    WAITS = "", _("waits")
    TAKEN_BACK = "taken", _("taken back")
    PASSED_OVER = "passed", _("passed over: it did not count any more")


class RevocationSetActQuerySet(models.QuerySet["RevocationSetAct"]):
    def waiting(self) -> "RevocationSetActQuerySet":
        return self.filter(outcome=Outcome.WAITS)


class RevocationSetAct(models.Model):
    """One act of a set, in the order in which they are taken back: citizen by citizen."""

    revocation_set = models.ForeignKey(RevocationSet, on_delete=models.PROTECT, related_name="members", db_index=False)
    activity_id = models.BigIntegerField(_("activity"))
    citizen_id = models.BigIntegerField(_("citizen"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices, blank=True, default=Outcome.WAITS)

    objects = RevocationSetActQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["revocation_set", "id"], condition=Q(outcome=""), name="set_act_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["revocation_set", "activity_id"], name="act_of_a_set_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="acts_of_sets_stay", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="act_of_a_set_as_shown", exclude=["outcome"]),
        ]

    def __str__(self) -> str:
        return f"{self.revocation_set_id} {self.activity_id}"
