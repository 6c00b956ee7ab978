"""Adjustments: so many credits given to a citizen or taken, why, proposed by whom and decided by whom; never edited."""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from common.texts import in_reader_language
from credits.adjusting.words import REASONS
from seals.guards import set_after_the_seal

MOST_WORDS, MOST_NOTE, MOST_ANSWER = 300, 500, 300
LONGEST_NAME = 100


class AdjustmentStatus(models.TextChoices):
    DRAFT = "draft", _("Not submitted yet")
    PROPOSED = "proposed", _("Waits for a colleague")
    APPROVED = "approved", _("Approved and posted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by who proposed it")
    LAPSED = "lapsed", _("Ran out unanswered")


OPEN = (AdjustmentStatus.DRAFT, AdjustmentStatus.PROPOSED)


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def of(self, citizen_id: int) -> "AdjustmentQuerySet":
        return self.filter(citizen_id=citizen_id)

    def posted(self) -> "AdjustmentQuerySet":
        return self.filter(status=AdjustmentStatus.APPROVED)

    def waiting(self) -> "AdjustmentQuerySet":
        """Those on which somebody else is to decide."""
        return self.filter(status=AdjustmentStatus.PROPOSED)

    def waiting_for(self, colleague_id: int) -> "AdjustmentQuerySet":
        """Those of them on which this one may: neither who proposed nor whose credits they are."""
        return self.waiting().exclude(proposed_by=colleague_id).exclude(citizen=colleague_id)

    def shown_to(self, colleague_id: int) -> "AdjustmentQuerySet":
        """What nobody has submitted is its writer's alone."""
        return self.filter(~Q(status=AdjustmentStatus.DRAFT) | Q(proposed_by=colleague_id))


def _decided_by_two() -> Q:
    """In each state as much is said as happened, and what was decided, another has decided than who proposed."""
    by_another = Q(proposed_at__isnull=False, decided_at__isnull=False, decided_by__isnull=False) & ~Q(
        decided_by=F("proposed_by")
    )
    return (
        Q(status="draft", proposed_at=None, decided_at=None, decided_by=None)
        | Q(status="proposed", proposed_at__isnull=False, decided_at=None, decided_by=None)
        | Q(status="approved", answer="") & by_another
        | Q(status="declined") & ~Q(answer="") & by_another
        | Q(status="withdrawn", decided_at__isnull=False, decided_by=F("proposed_by"))
        | Q(status="lapsed", decided_at__isnull=False, decided_by=None)
    )


def _undone_by_a_third() -> Q:
    """Only what was taken, and by neither of the two."""
    third = ~Q(undone_by=F("proposed_by")) & ~Q(undone_by=F("decided_by")) & ~Q(undone_by=F("citizen"))
    return Q(undone_at=None, undone_by=None) | (
        Q(undone_at__isnull=False, undone_by__isnull=False, status="approved", credits__lt=0) & third
    )


# Who proposed and decided how much and why; neither citizen nor words, so that the trail outlives an erasure.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    fields=["public_id", "credits", "budget", "reason", "status", "proposed_by", "decided_by", "undone_by"],
    model_name="AdjustmentEvent",
    meta={"verbose_name": _("change to an adjustment"), "verbose_name_plural": _("changes to adjustments")},
)
class Adjustment(models.Model):
    """So many credits more for a citizen, or less where `credits` is negative.

    The budget pays what is given, and what was taken wrongly. `words` are for the citizen, `internal_note` is not; what
    was proposed never changes, only what became of it.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("citizen")
    )
    credits = models.BigIntegerField(_("credits"))
    budget = models.ForeignKey("credits.Budget", on_delete=models.PROTECT, related_name="+", verbose_name=_("budget"))
    reason = models.CharField(_("reason"), max_length=24)
    words = models.CharField(_("words to the citizen"), max_length=MOST_WORDS)
    internal_note = models.CharField(_("internal note"), max_length=MOST_NOTE)
    status = models.CharField(
        _("status"), max_length=9, choices=AdjustmentStatus.choices, default=AdjustmentStatus.DRAFT, db_default="draft"
    )
    drafted_at = models.DateTimeField(_("written"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("submitted"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("why it was declined"), max_length=MOST_ANSWER, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("given back by"),
    )
    undone_at = models.DateTimeField(_("given back"), null=True)

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        permissions = [
            ("propose_adjustment", _("Can propose adjustments of citizens’ credits")),
            ("approve_adjustment", _("Can decide on adjustments that others propose")),
        ]
        indexes = [
            models.Index(fields=["citizen", "-id"], name="adjustment_citizen_latest"),
            models.Index(fields=["drafted_at"], condition=Q(status__in=["draft", "proposed"]), name="adjustment_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(credits=0), name="adjustment_of_something"),
            models.CheckConstraint(condition=_decided_by_two(), name="adjustment_by_two"),
            models.CheckConstraint(condition=_undone_by_a_third(), name="adjustment_undone_by_a_third"),
            # Who gains does not grant: in the database, too.
            models.CheckConstraint(
                condition=~Q(proposed_by=F("citizen")) & (Q(decided_by=None) | ~Q(decided_by=F("citizen"))),
                name="adjustment_by_others",
            ),
            models.UniqueConstraint(
                fields=["citizen"], condition=Q(status="proposed"), name="one_adjustment_waits_of_a_citizen"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="adjustment_stays", operation=pgtrigger.Delete),
            never_emptied("adjustments_stay", "the ledger"),
            pgtrigger.Protect(
                name="what_is_proposed_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=["status", "proposed_at", "decided_by", "decided_at", "answer", "undone_by", "undone_at"]
                ),
            ),
            pgtrigger.Protect(
                name="what_is_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status NOT IN ('draft', 'proposed') AND (OLD.status, OLD.proposed_at, OLD.decided_by_id,"
                    " OLD.decided_at, OLD.answer) IS DISTINCT FROM (NEW.status, NEW.proposed_at, NEW.decided_by_id,"
                    " NEW.decided_at, NEW.answer) OR OLD.undone_at IS NOT NULL OR OLD.status = 'proposed'"
                    " AND (NEW.status = 'draft' OR NEW.proposed_at <> OLD.proposed_at)"
                ),
            ),
            set_after_the_seal("decided_at"),
            set_after_the_seal("undone_at"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        """The page of its citizen."""
        return reverse("portal:adjustment", args=[self.public_id])

    @property
    def is_given(self) -> bool:
        return self.credits > 0

    @property
    def amount(self) -> int:
        return abs(self.credits)

    @property
    def reference(self) -> str:
        """The prefix of the transfers that post it."""
        return f"adjust:{self.pk}"

    @property
    def undoing_reference(self) -> str:
        """The prefix of those that give back what was taken."""
        return f"{self.reference}:undone"

    @property
    def reason_in_words(self) -> str:
        """As it was worded when it was decided; until then as it is worded now."""
        words = REASONS.at(self.reason, self.decided_at) if self.decided_at else REASONS[self.reason]
        return in_reader_language(words)


class AttachmentKind(models.TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG"


class Attachment(models.Model):
    """A document that an adjustment rests on: what it was called, and the file, known by its public id."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("name of the file"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind"), max_length=3, choices=AttachmentKind.choices)
    size_bytes = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    """Of the file as it is kept."""

    class Meta:
        verbose_name = _("attachment of an adjustment")
        verbose_name_plural = _("attachments of adjustments")
        triggers = [
            pgtrigger.Protect(name="attachment_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("attachments_stay", "the ledger"),
            # What somebody has seen does not grow afterwards.
            pgtrigger.Trigger(
                name="attached_to_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM credits_adjustment WHERE id = NEW.adjustment_id AND status = 'draft'
                    ) THEN
                        RAISE EXCEPTION 'nothing is attached to what is submitted' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where it is kept: never under the name that it came with."""
        return f"adjustments/{self.public_id}.{self.kind}"


def described(adjustment: Adjustment) -> list[Any]:
    """All that a proposal says, for the edition of whoever decides by it."""
    files = [attachment.sha256 for attachment in adjustment.attachments.order_by("pk")]
    said = (adjustment.citizen_id, adjustment.credits, adjustment.budget_id, adjustment.reason)
    return [adjustment.pk, adjustment.status, *said, adjustment.words, adjustment.internal_note, files]
