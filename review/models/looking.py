"""Who is looking at what, and what reviewers said who did not decide. Of what is decided its own app keeps the rows."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

MOST_WORDS = 200


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def closed_to(self, reviewer: User, now: datetime) -> "AssignmentQuerySet":
        """What a colleague is looking at, and what this reviewer has passed over."""
        held = Q(until__gt=now, reviewer__isnull=False) & ~Q(reviewer=reviewer)
        return self.filter(held | Q(passed_by__contains=[reviewer.pk]))


class Assignment(models.Model):
    """One thing that waits, and the reviewer who looks at it until a moment. Gone once it is decided."""

    kind = models.CharField(_("kind"), max_length=16)
    item_id = models.BigIntegerField(_("number"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    # Numbers of reviewers to whom it is not handed out again of itself.
    passed_by = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [models.UniqueConstraint(fields=["kind", "item_id"], name="assignment_single")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"

    def is_held_by_another(self, reviewer: User, now: datetime) -> bool:
        return self.reviewer_id not in (None, reviewer.pk) and self.until is not None and self.until > now


class Verdict(models.TextChoices):
    ACCEPT = "accept", _("I would accept it")
    REFUSE = "refuse", _("I would refuse it")
    UNSURE = "unsure", _("I am not sure")


# Never the words: they may be about somebody.
@pghistory.track(
    pghistory.InsertEvent(),
    fields=["kind", "item_id", "by", "verdict"],
    model_name="OpinionEvent",
    meta={"verbose_name": _("opinion that was given"), "verbose_name_plural": _("opinions given")},
)
class Opinion(models.Model):
    """What a reviewer thought who asked for a second pair of eyes; another one decides."""

    kind = models.CharField(_("kind"), max_length=16)
    item_id = models.BigIntegerField(_("number"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(_("opinion"), max_length=8, choices=Verdict.choices)
    words = models.CharField(_("note to the colleague"), max_length=MOST_WORDS, blank=True)
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [models.UniqueConstraint(fields=["kind", "item_id", "by"], name="opinion_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
