"""What a cause reports of the credits that it was given: what was done, where and when, with a picture."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.few import CREDITS_A_STEP, FEWEST
from common.public_ids import new_public_id
from common.texts import in_reader_language
from merchants.models.offer import Cause


class ReportUnit(models.TextChoices):
    TREES = "trees", _("Trees")
    SQUARE_METRES = "m2", _("Square metres")
    PIECES = "pieces", _("Pieces")


class CauseReportQuerySet(models.QuerySet["CauseReport"]):
    def published(self) -> "CauseReportQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def waiting(self) -> "CauseReportQuerySet":
        return self.filter(published_at=None)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CauseReportEvent",
    meta={"verbose_name": _("change to a cause’s report"), "verbose_name_plural": _("changes to causes’ reports")},
)
class CauseReport(models.Model):
    """Of what was given from `from_on` to `to_on`: `quantity` in a unit, at a place, on a day.

    One writes it down, another publishes it. Then it stays, with `given` credits of so many `givers` as they were;
    it can only be withdrawn.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="reports", verbose_name=_("cause"))
    from_on = models.DateField(_("given from"))
    to_on = models.DateField(_("given until"), help_text=_("It tells of all that was given on these days"))
    text = models.JSONField(_("what was done"))
    place = models.JSONField(_("place"))
    done_on = models.DateField(_("done on"))
    quantity = models.PositiveIntegerField(_("how many"))
    unit = models.CharField(_("unit of the number"), max_length=6, choices=ReportUnit.choices, default=ReportUnit.TREES)
    photo = models.CharField(_("photo"), max_length=32, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written last"), auto_now=True)
    given = models.BigIntegerField(_("credits given"), default=0, editable=False)
    givers = models.PositiveIntegerField(_("givers"), default=0, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = CauseReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a cause")
        verbose_name_plural = _("reports of causes")
        permissions = [("publish_causereport", _("Can publish reports of causes"))]
        constraints = [
            models.CheckConstraint(condition=Q(from_on__lte=F("to_on")), name="cause_report_from_before_to"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cause_report_of_something"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, withdrawn_at=None)
                | Q(published_at__isnull=False, published_by__isnull=False, given__gte=1, givers__gte=1),
                name="cause_report_published_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(published_by=F("written_by")), name="cause_report_seen_by_another"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_report_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.published_at IS NOT NULL AND (OLD.withdrawn_at IS NOT NULL"
                    " OR (to_jsonb(OLD.*) - 'withdrawn_at') IS DISTINCT FROM (to_jsonb(NEW.*) - 'withdrawn_at'))"
                ),
            ),
            pgtrigger.Protect(name="cause_reports_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.cause} · {in_reader_language(self.place)}"

    def text_shown(self) -> str:
        return in_reader_language(self.text)

    def place_shown(self) -> str:
        return in_reader_language(self.place)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    def tenths_of(self, own: int) -> int | None:
        """What a gift of so many credits did of it at least, in tenths; `None` where too few gave.

        Of what all gave as told in thousands: by their own part givers would reckon the sum, and with what the cause
        was given so far (`merchants.mall.causes`) the last few's gifts (ADR 0104).
        """
        told = -(-self.given // CREDITS_A_STEP) * CREDITS_A_STEP
        return self.quantity * 10 * own // told if self.givers >= FEWEST else None
