"""What an organisation makes good of a year: how much it says it needs, and what it has retired for that."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.public_ids import new_public_id
from projects.models.organisation import Organisation
from projects.models.units import Order
from seals.guards import after_the_seal


class YearStatement(models.Model):
    """An organisation's year, for which it retires units. Whoever has its id may read it while it is published."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True)

    class Meta:
        verbose_name = _("statement of a year")
        verbose_name_plural = _("statements of years")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="one_statement_of_a_year"),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="published_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="statement_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="statement_is_of_its_year",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(OLD.public_id, OLD.organisation_id, OLD.year)"
                    " IS DISTINCT FROM ROW(NEW.public_id, NEW.organisation_id, NEW.year)"
                ),
            ),
            never_emptied("years_stay", "a buyer’s year"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"


class Need(models.Model):
    """How many tonnes an organisation says it emitted in a year, by which document. What is said later counts."""

    statement = models.ForeignKey(YearStatement, on_delete=models.PROTECT, related_name="needs")
    nth = models.PositiveSmallIntegerField(_("version"))
    tonnes = models.PositiveIntegerField(_("tonnes emitted"))
    document = models.CharField(_("document of the inventory"), max_length=120)
    scope = models.CharField(_("what is counted"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    stated_at = models.DateTimeField(_("stated"))

    class Meta:
        verbose_name = _("need of a year")
        verbose_name_plural = _("needs of years")
        constraints = [
            models.UniqueConstraint(fields=["statement", "nth"], name="nth_need_of_a_year"),
            models.CheckConstraint(
                condition=Q(tonnes__gt=0) & ~Q(document="") & ~Q(scope=""), name="need_says_how_much_by_what"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("needs_stay", "a buyer’s year"),
            after_the_seal("stated_at"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.nth}"


class YearRetirement(models.Model):
    """An order that retires units for an organisation's year; it counts once it is released, and for no other year."""

    statement = models.ForeignKey(YearStatement, on_delete=models.PROTECT, related_name="retirements")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="for_year")

    class Meta:
        verbose_name = _("retirement for a year")
        verbose_name_plural = _("retirements for years")
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="retired_for_its_own_year",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM projects_order AS o JOIN projects_yearstatement AS s ON s.id = NEW.statement_id
                        WHERE o.id = NEW.order_id AND o.kind = 'retire' AND o.purpose = 'enterprise'
                          AND o.holder_id = s.organisation_id AND o.year = s.year
                    ) THEN
                        RAISE EXCEPTION 'not retired for this year' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_emptied("year_retirements_stay", "a buyer’s year"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.order_id}"
