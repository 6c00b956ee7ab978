"""Settlement: a merchant's statement of a month, its lines, and what was done with it, step by step."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from merchants.models.merchant import Merchant
from merchants.models.redemption import Redemption
from seals.guards import after_the_seal


class StatementStatus(models.TextChoices):
    OPEN = "open", _("Being drawn up")
    CLOSED = "closed", _("Waiting for the merchant")
    DISPUTED = "disputed", _("In dispute")
    CONFIRMED = "confirmed", _("Confirmed")
    PAID = "paid", _("Paid")


class StatementQuerySet(models.QuerySet["Statement"]):
    def shown(self) -> "StatementQuerySet":
        """Those that are drawn up: their lines are all there."""
        return self.exclude(status=StatementStatus.OPEN)


class Statement(models.Model):
    """What a merchant is paid for a month: a line for each capture, less what was undone of earlier statements.

    `until` is the moment up to which captures are on it: the end of the month or, on a final one, of the business.
    `fen` and `credits` are the sums of its lines.
    """

    public_id = models.CharField(_("public id"), max_length=16, unique=True, default=new_public_id, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+", verbose_name=_("merchant"))
    month = models.DateField(_("month"))
    until = models.DateTimeField(_("up to"))
    is_final = models.BooleanField(_("final"), default=False, db_default=False)
    status = models.CharField(
        _("status"), max_length=9, choices=StatementStatus.choices, default=StatementStatus.OPEN, db_default="open"
    )
    taken = models.PositiveIntegerField(_("vouchers taken"), default=0, db_default=0)
    undone = models.PositiveIntegerField(_("vouchers undone"), default=0, db_default=0)
    credits = models.PositiveBigIntegerField(_("credits"), default=0, db_default=0)
    fen = models.PositiveBigIntegerField(_("fen"), default=0, db_default=0)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement of a merchant")
        verbose_name_plural = _("statements of merchants")
        permissions = [
            ("close_statement", _("Can close statements and answer disputes")),
            ("pay_statement", _("Can write down that statements are paid")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["merchant", "month", "is_final"], name="one_statement_of_a_month"),
        ]
        indexes = [models.Index(fields=["merchant", "-until"], name="statement_latest")]
        triggers = [
            pgtrigger.Protect(name="statement_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="paid_statement_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status = 'paid'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("merchants:statement", args=[self.merchant.public_id, self.public_id])

    def settle_reference(self) -> str:
        return f"settle:{self.pk}"

    def cancel_reference(self) -> str:
        return f"cancel:{self.pk}"


class LineKind(models.TextChoices):
    TAKEN = "taken", _("Voucher taken")
    UNDONE = "undone", _("Voucher undone")
    CORRECTED = "corrected", _("Corrected")


class StatementLineQuerySet(models.QuerySet["StatementLine"]):
    def with_voucher(self) -> "StatementLineQuerySet":
        return self.select_related("redemption__offer", "redemption__shop", "statement")

    def in_dispute(self) -> "StatementLineQuerySet":
        """Disputed oftener than answered."""
        raised = Count("steps", filter=Q(steps__step=StatementStepKind.DISPUTED))
        answered = Count("steps", filter=Q(steps__step=StatementStepKind.ANSWERED))
        return self.annotate(raised=raised, answered=answered).filter(raised__gt=F("answered"))


class StatementLine(models.Model):
    """The nth capture of a redemption, or what takes it back, or corrects what is paid for it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, related_name="+", db_index=False)
    nth = models.PositiveSmallIntegerField(_("of its captures"))
    kind = models.CharField(_("kind"), max_length=9, choices=LineKind.choices)
    happened_at = models.DateTimeField(_("happened"))
    credits = models.IntegerField(_("credits"))
    fen = models.IntegerField(_("fen"))
    written_at = models.DateTimeField(_("written"))

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a statement")
        verbose_name_plural = _("lines of statements")
        constraints = [
            models.UniqueConstraint(
                fields=["redemption", "nth", "kind"],
                condition=~Q(kind=LineKind.CORRECTED),
                name="one_line_of_a_capture",
            ),
            models.CheckConstraint(
                condition=Q(kind=LineKind.TAKEN, credits__gte=0, fen__gte=0)
                | Q(kind=LineKind.UNDONE, credits__lte=0, fen__lte=0)
                | Q(kind=LineKind.CORRECTED, credits=0),
                name="line_counts_as_its_kind",
            ),
        ]
        # Lines come in the order of this time, as transfers do.
        indexes = [BrinIndex(fields=["written_at"], name="statement_line_written", autosummarize=True)]
        triggers = [
            pgtrigger.Protect(name="line_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("lines_stay", "a statement"),
            after_the_seal("written_at"),
        ]

    def __str__(self) -> str:
        return self.public_id


class StatementStepKind(models.TextChoices):
    CLOSED = "closed", _("Drawn up")
    DISPUTED = "disputed", _("Disputed")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Correction withdrawn")
    CONFIRMED = "confirmed", _("Confirmed")
    PAID = "paid", _("Paid")
    REFERENCED = "referenced", _("Bank reference corrected")


class StatementStep(models.Model):
    """What was done with a statement, never changed: who did it, what they said, and the sum at that moment.

    A program has no `by`. An answer says in `corrected_fen` by how much its line is corrected; the statement from which
    the voucher is taken off later withdraws that.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("step"), max_length=10, choices=StatementStepKind.choices)
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, null=True, related_name="steps")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    words = models.CharField(_("words"), max_length=300, blank=True)
    bank_reference = models.CharField(_("bank reference"), max_length=64, blank=True)
    corrected_fen = models.IntegerField(_("corrected by fen"), default=0, db_default=0)
    fen = models.PositiveBigIntegerField(_("fen"))
    happened_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("step of a statement")
        verbose_name_plural = _("steps of statements")
        constraints = [
            models.UniqueConstraint(fields=["statement"], condition=Q(step="paid"), name="statement_paid_once"),
            models.UniqueConstraint(fields=["statement"], condition=Q(step="closed"), name="statement_closed_once"),
        ]
        # As the desk's time line asks for it.
        indexes = [models.Index(fields=["happened_at"], name="statement_step_happened")]
        triggers = [
            pgtrigger.Protect(name="statement_step_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("statement_steps_stay", "a statement"),
            after_the_seal("happened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.step}"

    def correct_reference(self) -> str:
        return f"correct:{self.pk}"
