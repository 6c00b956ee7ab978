"""Cases that organisations hand in, to be judged at the desk and published beside those of the list."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from projects.models import Organisation
from projects.models.kept import stays

SUBMITTED = ("public_id", "organisation_id", "by_id", "document", "photo_sha256", "submitted_at")
DECIDED = ("decided_by_id", "decided_at", "reason")


class SubmissionStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for the desk")
    ACCEPTED = "accepted", _("Accepted and public")
    REFUSED = "refused", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SubmissionQuerySet(models.QuerySet["CaseSubmission"]):
    def waiting(self) -> "SubmissionQuerySet":
        return self.filter(status=SubmissionStatus.WAITING)

    def public(self) -> "SubmissionQuerySet":
        """Those that stand in the book, in the order in which they came."""
        return self.filter(status=SubmissionStatus.ACCEPTED).select_related("organisation").order_by("pk")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CaseSubmissionEvent",
    meta={"verbose_name": _("change to a case handed in"), "verbose_name_plural": _("changes to cases handed in")},
)
class CaseSubmission(models.Model):
    """What an organisation says that it did, with its consent to publish: handing it in is that consent.

    What it says never changes; who corrects it hands in another. A decision is made once. What was withdrawn stays
    withdrawn, also from the book.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    document = models.JSONField(_("what is said of it"))
    photo_sha256 = models.CharField(_("photo"), max_length=64, blank=True, default="", db_default="")
    status = models.CharField(
        _("status"), max_length=9, choices=SubmissionStatus.choices, default=SubmissionStatus.WAITING
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("why"), max_length=300, blank=True, default="", db_default="")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        app_label = "city"
        verbose_name = _("case handed in")
        verbose_name_plural = _("cases handed in")
        permissions = [("decide_casesubmission", _("Can decide on cases that organisations hand in"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, reason="")
                | Q(Q(decided_by__isnull=False, decided_at__isnull=False), ~Q(reason="")),
                name="case_decided_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["accepted", "refused"], decided_at__isnull=False, withdrawn_at=None)
                | Q(status="waiting", decided_at=None, withdrawn_at=None)
                | Q(status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="case_stands_where_its_moments_say",
            ),
        ]
        triggers = [
            stays("what_was_handed_in_stays", SUBMITTED),
            stays("decided_once", DECIDED, unless="OLD.decided_at IS NULL"),
            stays("withdrawn_once", ("status", "withdrawn_by_id", "withdrawn_at"), unless="OLD.withdrawn_at IS NULL"),
            pgtrigger.Protect(name="case_stays", operation=pgtrigger.Delete),
            never_emptied("cases_stay", "what organisations handed in"),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.document["name"])

    @property
    def photo_path(self) -> str:
        """Where the photo is kept."""
        return f"city/cases/{self.public_id}.jpg"
