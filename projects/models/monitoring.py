"""Monitoring reports: what was measured, version by version, what a verifier found, and what it comes to.

Versions that were submitted, findings, samples, statements and steps are never changed, whoever writes.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.documents import DocumentVersion
from projects.models.kept import never_changed
from projects.models.organisation import Organisation
from projects.models.project import CarbonProject
from seals.guards import after_the_seal

_DAYS = Func(
    Func(F("project"), F("starts_on"), arg_joiner=" * 1000000 + (", template="(%(expressions)s - DATE '2000-01-01'))"),
    Func(F("project"), F("ends_on"), arg_joiner=" * 1000000 + (", template="(%(expressions)s - DATE '2000-01-01'))"),
    output_field=BigIntegerRangeField(),
    template="int8range(%(expressions)s, '[]')",
)
"""The days of a report, each with a number that no day of another project has: ranges need no extension then.

Keywords stand in the order in which migrations write them, or each would be taken for another.
"""
REFUSED = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation';"


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("In verification")
    VERIFIED = "verified", _("Verified")
    ISSUED = "issued", pgettext_lazy("units", "Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReportQuerySet(models.QuerySet["MonitoringReport"]):
    def standing(self) -> "ReportQuerySet":
        return self.exclude(status=ReportStatus.WITHDRAWN)

    def shown_to_all(self) -> "ReportQuerySet":
        """Those of which something was issued."""
        return self.filter(issuances__isnull=False).distinct()


class MonitoringReport(models.Model):
    """What a project reports of a period. No two that stand are of the same day."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    project = models.ForeignKey(
        CarbonProject, on_delete=models.PROTECT, related_name="reports", verbose_name=_("project")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ReportStatus.choices,
        default=ReportStatus.DRAFT,
        db_default=ReportStatus.DRAFT,
    )
    verifier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="verified_reports", verbose_name=_("verifier")
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    moved_at = models.DateTimeField(_("last step"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring report")
        verbose_name_plural = _("monitoring reports")
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="report_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(starts_on__gte="2000-01-01", ends_on__lt="2300-01-01"), name="report_is_of_our_time"
            ),
            ExclusionConstraint(
                name="each_day_in_one_report",
                expressions=[(_DAYS, "&&")],
                condition=~Q(status=ReportStatus.WITHDRAWN),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[ReportStatus.DRAFT, ReportStatus.WITHDRAWN]) | Q(verifier__isnull=False),
                name="what_is_verified_has_a_verifier",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="report_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="what_a_report_is_of_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.project_id <> NEW.project_id OR OLD.starts_on <> NEW.starts_on OR OLD.ends_on <> NEW.ends_on"
                ),
            ),
            pgtrigger.Trigger(
                name="verifier_is_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.verifier_id IS NOT NULL"),
                declare=[("owner", "projects_organisation%ROWTYPE"), ("verifier", "projects_organisation%ROWTYPE")],
                func=f"""
                    IF TG_OP = 'UPDATE' AND OLD.verifier_id = NEW.verifier_id THEN RETURN NEW; END IF;
                    SELECT o.* INTO owner FROM projects_organisation AS o
                    JOIN projects_carbonproject AS p ON p.owner_id = o.id WHERE p.id = NEW.project_id;
                    SELECT * INTO verifier FROM projects_organisation WHERE id = NEW.verifier_id;
                    IF verifier.id = owner.id OR (verifier."group" <> '' AND verifier."group" = owner."group")
                       OR NOT verifier.is_verifier OR verifier.status <> 'approved' THEN
                        {REFUSED.format("no verifier of this project")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.starts_on} – {self.ends_on}"


class ReportVersion(models.Model):
    """The lines of a report as they are drawn up, and from `frozen_at` on as they were submitted.

    `result` is the reckoning as a document, `troubles` what is to be mended where it can't be reckoned. `kilograms` is
    the reduction in whole kilograms, rounded down; `lines_sha256` stands for the lines, `parameters` are the project's.
    """

    report = models.ForeignKey(MonitoringReport, on_delete=models.PROTECT, related_name="versions")
    nth = models.PositiveSmallIntegerField(_("version"))
    parameters = models.JSONField(_("parameters"), default=dict)
    result = models.JSONField(_("reckoning"), default=dict)
    troubles = models.JSONField(_("to be mended"), default=list)
    kilograms = models.PositiveBigIntegerField(_("kilograms reckoned"), default=0)
    lines_sha256 = models.CharField(_("SHA-256 of the lines"), max_length=64, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("submitted by")
    )
    frozen_at = models.DateTimeField(_("submitted"), null=True)

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "nth"], name="version_of_a_report"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(frozen_at=None), name="one_version_is_being_drawn_up"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, by=None)
                | Q(frozen_at__isnull=False, by__isnull=False, troubles=[])
                & ~Q(frozen_at__isnull=False, lines_sha256=""),
                name="what_was_submitted_was_reckoned",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="version_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="submitted_version_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
            never_emptied("versions_stay", "a report"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.nth}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class ReportLine(models.Model):
    """One line of a version: what a source says from one day to another. Numbers are texts, as they were stated."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="lines")
    nth = models.PositiveIntegerField(_("line"))
    table = models.CharField(_("table"), max_length=40)
    source = models.CharField(_("source"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    values = models.JSONField(_("values"), default=dict)
    units = models.JSONField(_("units"), default=dict)
    file = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of reports")
        constraints = [models.UniqueConstraint(fields=["version", "nth"], name="line_of_a_version")]
        triggers = [
            pgtrigger.Trigger(
                name="submitted_lines_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT FROM projects_reportversion WHERE frozen_at IS NOT NULL
                               AND id IN (CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END,
                                          CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END)) THEN
                        {REFUSED.format("lines that were submitted stay")}
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("lines_stay", "a report"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.nth}"


class Sample(models.Model):
    """Which lines of a version the verifier looks at: `size` of them, drawn by a seed that others draw by, too."""

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="sample")
    seed = models.CharField(_("seed"), max_length=16)
    size = models.PositiveIntegerField(_("lines"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    drawn_at = models.DateTimeField(_("drawn"))

    class Meta:
        verbose_name = _("sample of lines")
        verbose_name_plural = _("samples of lines")
        triggers = never_changed("samples_stay", "a verification", "drawn_at")

    def __str__(self) -> str:
        return self.seed


class FindingKind(models.TextChoices):
    CAR = "car", _("Corrective action")
    CL = "cl", _("Clarification")
    FAR = "far", _("For the next report")


class FindingStatus(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class FindingQuerySet(models.QuerySet["Finding"]):
    def standing(self) -> "FindingQuerySet":
        return self.exclude(status=FindingStatus.CLOSED)

    def holding_up(self, report: MonitoringReport) -> "FindingQuerySet":
        """Those that must be closed before a report's statement: its own, and what earlier ones left for it."""
        own = Q(report=report) & ~Q(kind=FindingKind.FAR)
        left = Q(report__project=report.project_id, report__ends_on__lt=report.starts_on, kind=FindingKind.FAR)
        return self.standing().filter(own | left)


class Finding(models.Model):
    """Something that a verifier found: of a line or a parameter, with a day by which it is to be answered.

    Only `status` moves; its steps say who moved it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    report = models.ForeignKey(MonitoringReport, on_delete=models.PROTECT, related_name="findings")
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    nth = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=3, choices=FindingKind.choices)
    line = models.PositiveIntegerField(_("line"), null=True)
    parameter = models.CharField(_("parameter"), max_length=40, blank=True)
    words = models.CharField(_("words"), max_length=1000)
    due_on = models.DateField(_("to be answered by"))
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=FindingStatus.choices,
        default=FindingStatus.OPEN,
        db_default=FindingStatus.OPEN,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    opened_at = models.DateTimeField(_("opened"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a verifier")
        verbose_name_plural = _("findings of verifiers")
        constraints = [models.UniqueConstraint(fields=["report", "nth"], name="finding_of_a_report")]
        triggers = [
            pgtrigger.Protect(name="finding_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="closed_finding_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'closed'"),
            ),
            never_emptied("findings_stay", "a verification"),
            after_the_seal("opened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind.upper()} {self.nth}"


class VerificationStatement(models.Model):
    """What a verifier states of a report: so many kilograms, never more than were reckoned, and why less where less."""

    report = models.OneToOneField(MonitoringReport, on_delete=models.PROTECT, related_name="statement")
    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="statement")
    reckoned_kg = models.PositiveBigIntegerField(_("kilograms reckoned"))
    kilograms = models.PositiveBigIntegerField(_("kilograms verified"))
    words = models.CharField(_("reasons"), max_length=1000, blank=True)
    number = models.CharField(_("number of the statement"), max_length=32)
    file = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("document"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    stated_at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("verification statement")
        verbose_name_plural = _("verification statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(kilograms__lte=F("reckoned_kg")), name="never_more_verified_than_reckoned"
            ),
            models.CheckConstraint(
                condition=Q(kilograms=F("reckoned_kg")) | ~Q(words=""), name="less_is_verified_for_a_reason"
            ),
        ]
        triggers = [
            *never_changed("statements_stay", "a verification", "stated_at"),
            pgtrigger.Trigger(
                name="stated_of_what_is_closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (SELECT FROM projects_reportversion WHERE id = NEW.version_id
                                   AND report_id = NEW.report_id AND frozen_at IS NOT NULL
                                   AND kilograms = NEW.reckoned_kg)
                       OR EXISTS (SELECT FROM projects_finding WHERE report_id = NEW.report_id
                                  AND kind <> 'far' AND status <> 'closed') THEN
                        {REFUSED.format("a statement is of a version without open findings")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def whole_tonnes(self) -> int:
        return self.kilograms // 1000


class VerifiedYear(models.Model):
    """What of a statement is of a calendar year, in whole kilograms. The years of a statement are all of it."""

    statement = models.ForeignKey(VerificationStatement, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    kilograms = models.PositiveBigIntegerField(_("kilograms verified"))

    class Meta:
        verbose_name = _("year of a verification statement")
        verbose_name_plural = _("years of verification statements")
        constraints = [models.UniqueConstraint(fields=["statement", "year"], name="year_of_a_statement")]
        triggers = never_changed("years_stay", "a verification")

    def __str__(self) -> str:
        return f"{self.year}"


class ReportStepKind(models.TextChoices):
    BEGUN = "begun", _("Begun")
    SUBMITTED = "submitted", _("Submitted")
    REVISED = "revised", _("New version begun")
    SAMPLED = "sampled", _("Sample drawn")
    FOUND = "found", _("Finding opened")
    ANSWERED = "answered", _("Finding answered")
    KEPT_OPEN = "kept_open", _("Finding kept open")
    CLOSED = "closed", _("Finding closed")
    STATED = "stated", _("Verified")
    ISSUED = "issued", pgettext_lazy("units", "Issued")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReportStep(models.Model):
    """What was done with a report, never changed: who did it, what they said and handed in."""

    report = models.ForeignKey(MonitoringReport, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=9, choices=ReportStepKind.choices)
    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="steps")
    file = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    words = models.CharField(_("words"), max_length=1000, blank=True)
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")
        indexes = [models.Index(fields=["happened_at"], name="report_step_happened")]
        triggers = never_changed("report_steps_stay", "a report", "happened_at")

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"
