"""Photo reports with their place, words and fate. Personal values: erased whole, the act that one earned stays."""

from datetime import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from channels.photo_reports.words import CATEGORIES, REASONS
from common.public_ids import new_public_id
from common.texts import in_reader_language
from evidence.models import Photo

MOST_WORDS = 200


class ReportStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("Being looked at")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")


class PlaceSource(models.TextChoices):
    """How the place is known."""

    PHOTO = "photo", _("from the photo")
    PHONE = "phone", _("from the phone")
    MAP = "map", _("from the map")


class PhotoReportQuerySet(models.QuerySet["PhotoReport"]):
    def of(self, citizen_id: int) -> "PhotoReportQuerySet":
        return self.filter(citizen_id=citizen_id)

    def undecided(self) -> "PhotoReportQuerySet":
        return self.filter(status__in=[ReportStatus.RECEIVED, ReportStatus.IN_REVIEW])

    def sent_between(self, first: datetime, last: datetime) -> "PhotoReportQuerySet":
        return self.filter(sent_at__range=(first, last))


# Who decided what and when; neither photo, place, words nor citizen, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("status")),
    fields=["public_id", "status", "reason", "decided_by"],
    model_name="PhotoReportEvent",
    meta={
        "db_table": "activities_photoreportevent",
        "verbose_name": _("change to a photo report"),
        "verbose_name_plural": _("changes to photo reports"),
    },
)
class PhotoReport(models.Model):
    """What a citizen saw and sent, and what the desk said to it."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="report")
    category = models.CharField(_("shows"), max_length=16)
    words = models.CharField(_("in the citizen’s words"), max_length=MOST_WORDS, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    place_source = models.CharField(_("place known"), max_length=8, choices=PlaceSource.choices, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=ReportStatus.choices, default=ReportStatus.RECEIVED)
    sent_at = models.DateTimeField(_("sent"))
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=16, blank=True)
    note = models.CharField(_("note to the citizen"), max_length=MOST_WORDS, blank=True)

    objects = PhotoReportQuerySet.as_manager()

    class Meta:
        db_table = "activities_photoreport"
        verbose_name = _("photo report")
        verbose_name_plural = _("photo reports")
        permissions = [("decide_photoreport", _("Can accept and refuse photo reports"))]
        indexes = [
            models.Index(fields=["citizen", "-id"], name="photo_report_citizen_latest"),
            models.Index(fields=["latitude", "longitude"], name="photo_report_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None, place_source="")
                | Q(latitude__isnull=False, longitude__isnull=False) & ~Q(place_source=""),
                name="photo_report_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["received", "in_review"], decided_at=None, reason="")
                | Q(status="accepted", decided_at__isnull=False, reason="")
                | Q(status="refused", decided_at__isnull=False) & ~Q(reason=""),
                name="photo_report_is_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("photo_reports:report", args=[self.public_id])

    @property
    def category_name(self) -> str:
        return in_reader_language(CATEGORIES[self.category])

    @property
    def reason_in_words(self) -> str:
        return in_reader_language(REASONS.at(self.reason, self.decided_at)) if self.reason else ""

    @property
    def is_decided(self) -> bool:
        return self.status in (ReportStatus.ACCEPTED, ReportStatus.REFUSED)
