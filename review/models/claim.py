"""What a citizen did and never got credits for: the act as they tell it, and what the desk answered. Erased whole."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.measures import claim_shown
from common.public_ids import new_public_id
from common.texts import in_reader_language
from evidence.models import Photo
from review.words import CLAIM_REASONS
from scenarios.models import Scenario

MOST_WORDS = 500
MOST_NAME = 40
MOST_NOTE = 200


class ClaimStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    TAKEN_UP = "taken_up", _("Being checked")
    ROUTED = "routed", _("Being checked with the provider")
    GRANTED = "granted", _("Answered: recorded")
    REFUSED = "refused", _("Answered: not recorded")


OPEN = [ClaimStatus.RECEIVED, ClaimStatus.TAKEN_UP, ClaimStatus.ROUTED]


class ClaimQuerySet(models.QuerySet["Claim"]):
    def of(self, citizen_id: int) -> "ClaimQuerySet":
        return self.filter(citizen_id=citizen_id)

    def open(self) -> "ClaimQuerySet":
        return self.filter(status__in=OPEN)


# Who decided what and when; neither act, words, photo nor citizen, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.UpdateEvent(condition=pgtrigger.AnyChange("status")),
    fields=["public_id", "status", "reason", "decided_by"],
    model_name="ClaimEvent",
    meta={"verbose_name": _("change to a claim"), "verbose_name_plural": _("changes to claims")},
)
class Claim(models.Model):
    """“It did not arrive”: one act that somebody should have reported, or the portal should have taken."""

    public_id = models.CharField(max_length=16, default=new_public_id, unique=True, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"))
    values = models.JSONField(_("claim"))
    through = models.CharField(_("over which app or card"), max_length=MOST_NAME)
    words = models.CharField(_("words"), max_length=MOST_WORDS, blank=True)
    photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=ClaimStatus.choices, default=ClaimStatus.RECEIVED)
    sent_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("to be answered by"))
    taken_up_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    # While a provider is asked it does not wait for the desk, for some days.
    routed_at = models.DateTimeField(_("sent to the provider"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed by the provider"), null=True, blank=True)
    routed_note = models.CharField(_("what the provider was asked, and said"), max_length=MOST_NOTE, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(_("reason"), max_length=16, blank=True)
    note = models.CharField(_("note to the citizen"), max_length=MOST_NOTE, blank=True)
    # Named, not referred to: the act outlives the claim and knows nothing of it.
    activity_id = models.BigIntegerField(_("activity"), null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim that an act did not arrive")
        verbose_name_plural = _("claims that an act did not arrive")
        permissions = [("decide_claim", _("Can decide what did not arrive"))]
        indexes = [
            models.Index(fields=["citizen", "-id"], name="claim_citizen_latest"),
            models.Index(fields=["sent_at"], condition=Q(decided_at=None), name="claim_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "scenario", "started_at"], condition=Q(decided_at=None), name="claim_open_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["received", "taken_up", "routed"], decided_at=None, decided_by=None, reason="")
                | Q(status="granted", decided_at__isnull=False, decided_by__isnull=False, reason="")
                & Q(activity_id__isnull=False)
                | Q(status="refused", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason=""),
                name="claim_is_decided_once",
            ),
            # Who gains does not grant: in the database, too.
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("citizen")), name="claim_by_another"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("review:claim", args=[self.public_id])

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def reason_in_words(self) -> str:
        return in_reader_language(CLAIM_REASONS.at(self.reason, self.decided_at)) if self.reason else ""

    def claimed(self) -> list[str]:
        """What was said of the act, part by part, as an act shows it."""
        return claim_shown(self.scenario.methodology, self.values)
