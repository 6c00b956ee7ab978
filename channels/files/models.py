"""Uploaded files and what came of each of their rows. They hold what the citizen wrote and can be erased whole."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError, rebuilt
from common.public_ids import new_public_id

LONGEST_NAME = 100


class JobStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READING = "reading", _("Being read")
    DONE = "done", _("Read")
    REFUSED = "refused", _("Could not be read")


class RowOutcome(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    REPEATED = "repeated", _("Known before")
    REFUSED = "refused", _("Refused")
    PASSED_OVER = "passed_over", _("Passed over")


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def of(self, citizen_id: int) -> "ImportJobQuerySet":
        return self.filter(citizen_id=citizen_id)

    def unfinished(self) -> "ImportJobQuerySet":
        return self.filter(status__in=[JobStatus.WAITING, JobStatus.READING])


def random_name(_job: "ImportJob", _given: str) -> str:
    """Where an upload is stored: nothing of what the sender called it."""
    return f"imports/{new_public_id()}.csv"


class ImportJob(models.Model):
    """One upload: the file, and how far its reading has come. `rows_done` rows are settled, and counted by outcome."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    format_code = models.CharField(_("format"), max_length=40)
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    file = models.FileField(_("file"), upload_to=random_name)
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    header = models.JSONField(_("header"))
    status = models.CharField(_("status"), max_length=8, choices=JobStatus.choices, default=JobStatus.WAITING)
    rows_total = models.PositiveIntegerField(_("rows"))
    rows_done = models.PositiveIntegerField(_("rows read"), default=0)
    recorded = models.PositiveIntegerField(_("recorded"), default=0)
    repeated = models.PositiveIntegerField(_("known before"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    passed_over = models.PositiveIntegerField(_("passed over"), default=0)
    refusal = models.CharField(_("refusal"), max_length=40, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    created_at = models.DateTimeField(_("uploaded"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        db_table = "activities_importjob"
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        indexes = [
            models.Index(fields=["citizen", "-id"], name="import_citizen_latest"),
            models.Index(fields=["id"], condition=Q(status__in=["waiting", "reading"]), name="import_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows_done=models.F("recorded")
                    + models.F("repeated")
                    + models.F("refused")
                    + models.F("passed_over")
                )
                & Q(rows_done__lte=models.F("rows_total")),
                name="import_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("files:file", args=[self.public_id])

    @property
    def is_unfinished(self) -> bool:
        return self.status in (JobStatus.WAITING, JobStatus.READING)

    @property
    def error(self) -> DomainError | None:
        """Why the file could not be read to its end."""
        return _error(self.refusal, self.facts)


class ImportRow(models.Model):
    """What came of one row. The words of a refused one are kept, so that the citizen can mend them."""

    pk = models.CompositePrimaryKey("job_id", "line")
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=RowOutcome.choices)
    activity = models.ForeignKey(
        "activities.Activity", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cells = models.JSONField(_("content"), default=list)
    refusal = models.CharField(_("refusal"), max_length=40, blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        db_table = "activities_importrow"
        verbose_name = _("row of a file")
        verbose_name_plural = _("rows of files")
        indexes = [
            models.Index(fields=["job", "line"], condition=Q(outcome="refused"), name="import_row_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} {self.line}"

    @property
    def error(self) -> DomainError | None:
        return _error(self.refusal, self.facts)


class FileKey(models.Model):
    """Makes what a file holds single for all time and everybody: `digest` stands for its records, whatever its name."""

    digest = models.UUIDField(primary_key=True)
    citizen_id = models.BigIntegerField()
    # The upload that counted it; named, not referred to, for the key outlives it.
    job_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "activities_filekey"

    def __str__(self) -> str:
        return f"{self.digest}"


def _error(code: str, facts: Mapping[str, Any]) -> DomainError | None:
    return rebuilt(code, facts) if code else None
