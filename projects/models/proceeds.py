"""Proceeds: what units of a pooled month brought, and that it went to the citizens' budget."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from projects.models.monitoring import REFUSED
from projects.models.pooling import PooledMonth
from seals.guards import set_after_the_seal


class ProceedsStatus(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    AGREED = "agreed", _("Agreed and funded")
    DECLINED = "declined", _("Declined")


class PoolProceeds(models.Model):
    """What units of a pooled month brought, by a bank's reference, and the credits that it puts into the budget.

    Agreed to, `credits` have gone into the citizens' budget by the decision `document`.
    """

    month = models.ForeignKey(PooledMonth, on_delete=models.PROTECT, related_name="proceeds", verbose_name=_("month"))
    tonnes = models.PositiveIntegerField(_("tonnes"))
    fen = models.PositiveBigIntegerField(_("amount in fen"))
    bank_reference = models.CharField(_("bank reference"), max_length=64)
    document = models.CharField(_("number of the decision"), max_length=80)
    credits = models.PositiveBigIntegerField(_("credits"))
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=ProceedsStatus.choices,
        default=ProceedsStatus.WAITING,
        db_default=ProceedsStatus.WAITING,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.CharField(_("why it was declined"), max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("proceeds of a pooled month")
        verbose_name_plural = _("proceeds of pooled months")
        constraints = [
            models.UniqueConstraint(
                fields=["bank_reference"],
                condition=~Q(status=ProceedsStatus.DECLINED),
                name="one_entry_of_a_payment",
            ),
            models.CheckConstraint(condition=Q(tonnes__gt=0, fen__gt=0, credits__gt=0), name="proceeds_are_something"),
            models.CheckConstraint(
                condition=Q(status=ProceedsStatus.WAITING, decided_by=None, decided_at=None)
                | Q(~Q(status=ProceedsStatus.WAITING), decided_by__isnull=False, decided_at__isnull=False),
                name="proceeds_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=ProceedsStatus.AGREED) | ~Q(by=F("decided_by")), name="proceeds_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(status=ProceedsStatus.DECLINED) ^ Q(answer=""), name="proceeds_declined_for_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="proceeds_stay", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decided_proceeds_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.status <> 'waiting'"),
            ),
            pgtrigger.Trigger(
                name="no_more_sold_than_issued",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    PERFORM FROM projects_pooledmonth WHERE id = NEW.month_id FOR NO KEY UPDATE;
                    IF NEW.tonnes + coalesce((SELECT sum(tonnes) FROM projects_poolproceeds
                                              WHERE month_id = NEW.month_id AND status <> 'declined'), 0)
                       > coalesce((SELECT sum(issuance.tonnes) FROM projects_pooledmonth AS month
                                   JOIN projects_issuance AS issuance ON issuance.report_id = month.report_id
                                   WHERE month.id = NEW.month_id), 0) THEN
                        {REFUSED.format("more tonnes than were issued")}
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608, names of this program alone
            ),
            never_emptied("proceeds_stay_there", "pooling"),
            set_after_the_seal("decided_at"),
        ]

    def __str__(self) -> str:
        return self.bank_reference
