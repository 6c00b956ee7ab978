"""Rehearsals: what a version of a rule would have paid for acts that are recorded already, kept as its evidence."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.references import existing


class Stage(models.TextChoices):
    """How far a rehearsal is."""

    WAITING = "waiting", _("Waits for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Broken off")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)
ENDED = (Stage.DONE, Stage.STOPPED, Stage.FAILED)

PROGRESS = ("state", "alive_at", "ended_at", "checkpoint", "citizens", "citizens_done", "acts", "sums", "result")
"""What changes of a row while it runs; the rest is what was asked."""


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def under_way(self) -> "RehearsalQuerySet":
        return self.filter(state__in=UNDER_WAY)

    def done(self) -> "RehearsalQuerySet":
        return self.filter(state=Stage.DONE)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("state")),
    fields=["version", "first_day", "last_day", "asked_by", "state"],
    model_name="RehearsalEvent",
    meta={"verbose_name": _("change to a rehearsal"), "verbose_name_plural": _("changes to rehearsals")},
)
class Rehearsal(models.Model):
    """One replay of the acts of some city days, both included, by one state of a version.

    `edition` is that of the document which is rehearsed: an edited draft has not been rehearsed. What was decided
    after `until` is not looked at, so that a replay that is broken off and resumed tells the same. `alive_at` is the
    last word of the worker that is at it, and the mark by which each piece is added once.
    """

    version = models.ForeignKey(
        "scenarios.RuleVersion", on_delete=models.DO_NOTHING, related_name="rehearsals", db_constraint=False
    )
    edition = models.CharField(max_length=64)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    until = models.DateTimeField(_("decided until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=8, choices=Stage.choices, default=Stage.WAITING)
    alive_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    checkpoint = models.BigIntegerField(default=0, db_default=0)
    """The citizen up to whom all are in `sums`, by id."""
    citizens = models.IntegerField(_("citizens"), null=True)
    citizens_done = models.IntegerField(default=0, db_default=0)
    acts = models.BigIntegerField(_("acts"), default=0, db_default=0)
    sums = models.JSONField(default=dict)
    """What was added up so far."""
    result = models.JSONField(default=dict)
    """What it came to, once it is done."""

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=UNDER_WAY), name="rehearsal_under_way")]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=UNDER_WAY), name="rehearsal_of_a_version_at_a_time"
            ),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="rehearsal_of_some_day"),
        ]
        triggers = [
            existing("rehearsal_of_a_version", "version_id", "scenarios_ruleversion"),
            pgtrigger.Protect(name="rehearsals_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="rehearsal_begins_waiting",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state=Stage.WAITING.value),
            ),
            pgtrigger.Protect(
                name="ended_rehearsal_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[stage.value for stage in ENDED]),
            ),
            pgtrigger.ReadOnly(name="rehearsal_as_asked", exclude=list(PROGRESS)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.first_day} – {self.last_day}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def per_cent(self) -> int:
        """How much of it is done."""
        if self.state == Stage.DONE:
            return 100
        return self.citizens_done * 100 // self.citizens if self.citizens else 0
