"""The tables of scheduled work: a job's next run, how its last ones went, and the rows that they left."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Lost")
    """Whoever took it never came back to say how it ended."""


class RunQuerySet(models.QuerySet["Run"]):
    def waiting(self) -> "RunQuerySet":
        """Not taken yet: one for each job, due or not."""
        return self.filter(started_at=None)

    def under_way(self) -> "RunQuerySet":
        return self.filter(started_at__isnull=False, ended_at=None)

    def ended(self) -> "RunQuerySet":
        return self.filter(ended_at__isnull=False)


class Run(models.Model):
    """One run of a job. All times are the database's: it is the one clock that every process shares."""

    job = models.CharField(_("job"), max_length=60)
    due_at = models.DateTimeField(_("due"))
    announced_at = models.DateTimeField(_("announced"), null=True)
    """When a scheduler last told the workers of it."""
    started_at = models.DateTimeField(_("begun"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome, blank=True)
    facts = models.JSONField(_("what it says"), default=dict)
    """What the job says of its run, or the kind of error; no personal value and no message of an error."""

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        permissions = [("start_run", _("Can start a job at once"))]
        constraints = [
            models.UniqueConstraint(fields=["job"], condition=Q(started_at=None), name="one_waiting_run_a_job"),
        ]
        indexes = [models.Index(fields=["job", "-id"], name="runs_of_job")]

    def __str__(self) -> str:
        return f"{self.job} {self.pk}"


class PassedOver(models.Model):
    """A row that a job could not handle and left, so that those after it had their turn. Times are the database's."""

    LONGEST: ClassVar = 60

    what = models.CharField(_("what"), max_length=LONGEST)
    """The label of its model; it may be of any app."""
    row = models.BigIntegerField(_("row"))
    error = models.CharField(_("kind of error"), max_length=LONGEST)
    first_at = models.DateTimeField(_("first passed over"))
    last_at = models.DateTimeField(_("last passed over"))
    times = models.PositiveIntegerField(_("times"), db_default=1)

    class Meta:
        verbose_name = _("row that was passed over")
        verbose_name_plural = _("rows that were passed over")
        constraints = [models.UniqueConstraint(fields=["what", "row"], name="passed_over_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"
