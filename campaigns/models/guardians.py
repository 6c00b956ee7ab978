"""A guardian who is gone: the desk frees the child, or has another account decide for it; one asks, another agrees."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from seals.guards import after_the_seal, set_after_the_seal

LONGEST_REASON, LONGEST_REFERENCE = 120, 80


class GuardianChangeQuerySet(models.QuerySet["GuardianChange"]):
    def waiting(self) -> "GuardianChangeQuerySet":
        return self.filter(decided_at=None)


# Why it is done is told to those whom it concerns, and is no matter of the trail's.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["child", "guardian", "to", "reference", "asked_by", "due_at", "is_agreed", "decided_by"],
    model_name="GuardianChangeEvent",
    meta={"verbose_name": _("step of a change of guardian"), "verbose_name_plural": _("steps of changes of guardians")},
)
class GuardianChange(models.Model):
    """`guardian` decides for `child` no more: `to` does or, without one, nobody. Nothing is so before it is agreed.

    `reference` is under which the office keeps the proof that it has seen; `reason` is what everybody concerned reads.
    """

    child = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("child")
    )
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("guardian")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("new guardian")
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    reference = models.CharField(_("reference"), max_length=LONGEST_REFERENCE)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked for"))
    due_at = models.DateTimeField(_("made at the earliest"))
    is_agreed = models.BooleanField(_("agreed"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = GuardianChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of guardian")
        verbose_name_plural = _("changes of guardians")
        permissions = [("agree_guardianchange", _("Can agree to changes of guardians, or refuse them"))]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(decided_at=None), name="one_waiting_guardian_change"),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_agreed=None, decided_by=None)
                | Q(decided_at__isnull=False, is_agreed__isnull=False, decided_by__isnull=False),
                name="guardian_change_is_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(is_agreed=True) | Q(decided_at__gte=F("due_at")), name="guardian_change_waits"
            ),
            models.CheckConstraint(
                condition=~Q(guardian=F("child")) & (Q(to=None) | ~Q(to=F("child")) & ~Q(to=F("guardian"))),
                name="guardian_change_is_of_others",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("child")) & ~Q(asked_by=F("guardian")) & (Q(to=None) | ~Q(asked_by=F("to"))),
                name="guardian_change_asked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("asked_by"))
                & ~Q(decided_by=F("child"))
                & ~Q(decided_by=F("guardian"))
                & (Q(to=None) | ~Q(decided_by=F("to"))),
                name="guardian_change_decided_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="guardian_change_stays_as_asked",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["is_agreed", "decided_by", "decided_at"]),
            ),
            pgtrigger.Protect(
                name="decided_guardian_change_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.decided_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="guardian_change_stays", operation=pgtrigger.Delete),
            never_emptied("guardian_changes_stay", "who decides for a child"),
            after_the_seal("asked_at"),
            set_after_the_seal("decided_at"),
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.guardian}"
