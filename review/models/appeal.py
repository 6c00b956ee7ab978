"""A citizen's answer to a decision: once, and somebody else decides. Of a correction by staff it is theirs."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from activities.reviewables import Reviewable, all_kinds
from common.public_ids import new_public_id
from common.texts import in_reader_language
from evidence.models import Photo
from review.words import APPEAL_REASONS

MOST_WORDS = 500
MOST_NOTE = 200


class AppealStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    TAKEN_UP = "taken_up", _("Being checked")
    GRANTED = "granted", _("Answered: you were right")
    REFUSED = "refused", _("Answered: the decision stands")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def of(self, citizen_id: int) -> "AppealQuerySet":
        return self.filter(citizen_id=citizen_id)

    def waiting(self) -> "AppealQuerySet":
        return self.filter(status__in=[AppealStatus.RECEIVED, AppealStatus.TAKEN_UP])

    def against(self, kind: Reviewable, row: models.Model) -> "AppealQuerySet":
        return self.filter(kind=kind.code, item_id=row.pk)


# Who decided what and when; neither words, photo nor citizen, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("status")),
    fields=["public_id", "status", "reason", "decided_by"],
    model_name="AppealEvent",
    meta={"verbose_name": _("change to an appeal"), "verbose_name_plural": _("changes to appeals")},
)
class Appeal(models.Model):
    """One decision that somebody else looks at again."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16)
    item_id = models.BigIntegerField(_("number"))
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(_("words"), max_length=MOST_WORDS)
    photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Nobody's where a deadline decided.
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.CharField(_("status"), max_length=12, choices=AppealStatus.choices, default=AppealStatus.RECEIVED)
    raised_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("to be answered by"))
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=16, blank=True)
    note = models.CharField(_("note to the citizen"), max_length=MOST_NOTE, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        permissions = [("decide_appeal", _("Can decide appeals"))]
        indexes = [
            models.Index(fields=["citizen", "-id"], name="appeal_citizen_latest"),
            models.Index(fields=["raised_at"], condition=Q(decided_at=None), name="appeal_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "item_id"], name="appeal_once"),
            models.CheckConstraint(
                condition=Q(status__in=["received", "taken_up"], decided_at=None, decided_by=None, reason="")
                | Q(status="granted", decided_at__isnull=False, decided_by__isnull=False, reason="")
                | Q(status="refused", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason=""),
                name="appeal_is_decided_once",
            ),
            # Neither who gains nor who decided before: in the database, too.
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("citizen"))
                & ~Q(decided_by=F("raised_by"))
                & (Q(first_decided_by=None) | ~Q(decided_by=F("first_decided_by"))),
                name="appeal_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def against(self) -> Reviewable:
        """The kind of what was decided."""
        return all_kinds()[self.kind]

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def reason_in_words(self) -> str:
        return in_reader_language(APPEAL_REASONS.at(self.reason, self.decided_at)) if self.reason else ""
