"""Acts as recorded, the keys that keep them single, what scoring made of them, and which photos prove them."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex, HashIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities import ways_in
from activities.award_references import reference_of
from activities.measures import claim_shown
from common.public_ids import new_public_id
from common.references import existing
from evidence.models import Photo
from methodologies.base import Claim
from scenarios.evidence_words import evidence_in_words
from scenarios.models import RuleVersion, Scenario
from scenarios.rules import Evidence
from seals.guards import after_the_seal

SHARDS = 16
"""Into how many parts pending work is divided by citizen, so that workers do not queue for the same rows."""


class Status(models.TextChoices):
    PENDING = "pending", _("Scoring")
    WAITING = "waiting", _("Waiting for the budget")
    REVIEW = "review", _("Being checked")
    BEHIND = "behind", _("Waiting for another act")
    SCORED = "scored", _("Scored")
    REJECTED = "rejected", _("Refused")
    REVOKED = "revoked", _("Taken back")


LISTED = (
    *("public_id", "city_day", "started_at", "ended_at", "values", "status"),
    *(f"scenario__{column}" for column in ("code", "name", "icon", "methodology_code", "terms")),
)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of(self, citizen_id: int) -> "ActivityQuerySet":
        return self.filter(citizen_id=citizen_id)

    def pending(self) -> "ActivityQuerySet":
        return self.filter(pk__in=QueuedAct.objects.filter(waits_since=None).values("pk"))

    def waiting(self) -> "ActivityQuerySet":
        return self.filter(pk__in=QueuedAct.objects.waiting_for_budget().values("pk"))

    def in_review(self) -> "ActivityQuerySet":
        """Acts in doubt that wait for a person, the first to be decided first."""
        undecided = self.filter(doubted__came="review", doubted__decision="")
        return undecided.select_related("doubted").order_by("doubted__due_at", "pk")

    def drawn_for_audit(self) -> "ActivityQuerySet":
        """Acts that nothing speaks against, drawn for a person to look at; nothing waits for that."""
        drawn = self.filter(doubted__is_drawn=True, doubted__decision="")
        return drawn.select_related("doubted").order_by("doubted__raised_at", "pk")

    def as_listed(self, *more: str) -> "ActivityQuerySet":
        """With no other columns than a line of a list says of an act and its scenario, and `more`."""
        return self.select_related("scenario").only(*LISTED, *more)

    def with_outcome(self) -> "ActivityQuerySet":
        return self.select_related("scenario", "assessment__version")


class Activity(models.Model):
    """A low-carbon act as a citizen reported it, on the city day on which it began."""

    # Looked up, never enumerated; 79 random bits need no unique index, and partitions by time could not have one.
    public_id = models.CharField(max_length=16, default=new_public_id, editable=False)
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Proven a statement at a time (below): a foreign key would have everyone lock the same few rows.
    scenario = models.ForeignKey(
        Scenario, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    channel = models.CharField(_("channel"), max_length=8, choices=ways_in.choices)
    evidence = models.CharField(
        _("evidence"), max_length=16, choices=[(grade.value, grade.value) for grade in Evidence]
    )
    district = models.CharField(_("district"), max_length=16, blank=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"))
    city_day = models.DateField(_("city day"))
    values = models.JSONField(_("claim"))
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PENDING)
    status_at = models.DateTimeField(_("status since"))
    refusal = models.CharField(_("refusal"), max_length=40, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        permissions = [("revoke_activity", _("Can take back what an act earned"))]
        indexes = [
            models.Index(fields=["citizen", "city_day"], name="activity_citizen_day"),
            models.Index(fields=["citizen", "-id"], name="activity_citizen_latest"),
            HashIndex(fields=["public_id"], name="activity_public_id"),
            # No index names the status: so a scored act is rewritten within its page and no index grows.
            BrinIndex(fields=["recorded_at"], name="activity_recorded", autosummarize=True),
            # Acts of a day stand together but for late ones: several ranges a summary, so these widen none.
            BrinIndex(
                fields=["city_day"],
                name="activity_day",
                opclasses=["date_minmax_multi_ops"],
                pages_per_range=32,
                autosummarize=True,
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=models.F("started_at")), name="activity_ends_after_start"),
        ]
        triggers = [
            existing("act_of_a_scenario", "scenario_id", "scenarios_scenario"),
            after_the_seal("recorded_at"),
            pgtrigger.Protect(name="acts_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def duration_s(self) -> int:
        return int((self.ended_at - self.started_at).total_seconds())

    def get_absolute_url(self) -> str:
        return reverse("portal:activity", args=[self.public_id])

    def claim(self) -> Claim:
        """The claim as its methodology reads it. Raises `methodologies.base.ClaimError`."""
        return self.scenario.methodology.read(self.values, self.duration_s)

    def proven(self) -> str:
        """How well the act is proven, in the reader's language, said to its citizen."""
        return evidence_in_words(Evidence(self.evidence))

    def claimed(self) -> list[str]:
        """What the citizen said, part by part, in the reader's language: 8,000 步."""
        return claim_shown(self.scenario.methodology, self.values)


class QueuedActQuerySet(models.QuerySet["QueuedAct"]):
    def waiting_for_budget(self) -> "QueuedActQuerySet":
        return self.filter(waits_since__isnull=False, waits_for=None)

    def behind(self, activity_id: int) -> "QueuedActQuerySet":
        """Those that wait for the decision on an act."""
        return self.filter(waits_since__isnull=False, waits_for=activity_id)


class QueuedAct(models.Model):
    """An act that is not settled: pending, or waiting since a moment. `scoring.queue` keeps it.

    It waits for its budget or, where `waits_for` names one, for the decision on an act in review whose time it meets.
    """

    activity_id = models.BigIntegerField(primary_key=True)
    citizen_id = models.BigIntegerField()
    scenario_id = models.BigIntegerField()
    waits_since = models.DateTimeField(null=True)
    waits_for = models.BigIntegerField(null=True)

    objects = QueuedActQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                models.F("citizen_id") % models.Value(SHARDS),
                "activity_id",
                condition=Q(waits_since=None),
                name="queued_by_shard",
            ),
            models.Index(fields=["citizen_id"], condition=Q(waits_since__isnull=False), name="queued_for_budget"),
            models.Index(
                fields=["waits_since", "citizen_id"], condition=Q(waits_since__isnull=False), name="queued_by_wait"
            ),
            models.Index(fields=["waits_for"], condition=Q(waits_for__isnull=False), name="queued_behind"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class ActivityKey(models.Model):
    """Makes a citizen's act single for all time: `digest` stands for the client's id, or for the act itself."""

    pk = models.CompositePrimaryKey("citizen_id", "digest")
    citizen_id = models.BigIntegerField()
    digest = models.UUIDField()
    activity_id = models.BigIntegerField()

    class Meta:
        # Rows come in about the order of their acts, so a few bytes for every hundred pages find those of a day.
        indexes = [BrinIndex(fields=["activity_id"], name="key_activity", autosummarize=True)]
        triggers = [pgtrigger.Protect(name="key_of_an_act_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.digest}"


class Recounting(models.Model):
    """What an act counts with towards its caps besides what it was paid, since its stretch is counted in another way.

    Differences: an act whose place a later one took counts with nothing any more, so its row takes off what it was
    paid; the later one was paid the rest and counts in full. Without a row an act counts with what it was paid.
    """

    activity_id = models.BigIntegerField(primary_key=True)
    citizen_id = models.BigIntegerField()
    scenario_id = models.BigIntegerField()
    city_day = models.DateField()
    grams = models.BigIntegerField()
    credits = models.BigIntegerField()
    acts = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["citizen_id", "city_day"], name="recounted_on_day")]

    def __str__(self) -> str:
        return f"{self.activity_id}"


class Assessment(models.Model):
    """What scoring made of an act: whole grams of CO2 avoided, whole credits, and the facts that led there."""

    activity = models.OneToOneField(
        Activity, on_delete=models.PROTECT, related_name="assessment", db_constraint=False, primary_key=True
    )
    # Named by the references of awards of before; new ones name the act. An empty one takes no byte of the row.
    award_number = models.BigIntegerField(null=True, editable=False)
    version = models.ForeignKey(
        RuleVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    # What is empty is left out, as `cuts` of most acts.
    facts = models.JSONField(_("facts"))
    assessed_at = models.DateTimeField(_("assessed"))

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(condition=Q(grams__gte=0, credits__gte=0), name="assessment_not_negative"),
            models.UniqueConstraint(
                fields=["award_number"], condition=Q(award_number__isnull=False), name="assessment_award_number"
            ),
        ]
        # Rows come in the order of this time, so a few bytes for every hundred pages find a day.
        indexes = [BrinIndex(fields=["assessed_at"], name="assessment_assessed", autosummarize=True)]
        triggers = [
            pgtrigger.Protect(name="assessment_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            after_the_seal("assessed_at"),
            existing("assessment_of_an_act", "activity_id", "activities_activity"),
            existing("assessment_by_a_version", "version_id", "scenarios_ruleversion"),
        ]

    def __str__(self) -> str:
        return f"{self.grams} g"

    @property
    def award_reference(self) -> str:
        return reference_of(self.activity_id, self.award_number)

    @property
    def counted_as(self) -> str:
        """The grade of evidence that it counts as, where doubts have lowered it."""
        grade: str = self.facts.get("counted_as", "")
        return grade

    @property
    def cuts(self) -> list[dict[str, Any]]:
        """What left the act with less, as `scoring.worth.Cut` says it."""
        cuts: list[dict[str, Any]] = self.facts.get("cuts", [])
        return cuts


class ActivityPhoto(models.Model):
    """Which act a photo proves. The act is named, not referred to: it outlives the photo and knows nothing of it."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="acts")
    activity_id = models.BigIntegerField(_("activity"), db_index=True)

    class Meta:
        verbose_name = _("photo of an act")
        verbose_name_plural = _("photos of acts")
        constraints = [
            models.UniqueConstraint(fields=["photo", "activity_id"], name="photo_proves_an_act_once"),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.activity_id}"
