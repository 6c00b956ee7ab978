"""Pots of credits, and the decisions that filled them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.never_emptied import never_emptied
from common.texts import in_reader_language
from seals.guards import after_the_seal

LARGE_FUNDING = 100_000_000
"""Credits that one person alone may issue at a time: 25 for each of four million citizens. Proposed, nobody's rule."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="BudgetEvent",
    meta={"verbose_name": _("change to a budget"), "verbose_name_plural": _("changes to budgets")},
)
class Budget(models.Model):
    """A pot of credits that awards are paid from, kept in several slot accounts so that no row is everyone's."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.JSONField(_("name"))
    funded_at = models.DateTimeField(_("last funded"), null=True, editable=False)

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        permissions = [("fund_budget", _("Can put credits into a budget"))]

    def __str__(self) -> str:
        return in_reader_language(self.name)


class Funding(models.Model):
    """A decision that put credits into a budget: by its document's number, and who carried it out.

    `reference` begins the references of its transfers. More than `LARGE_FUNDING` takes a second person's agreement.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="fundings")
    number = models.CharField(_("number of the decision"), max_length=80)
    amount = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    funded_at = models.DateTimeField(_("funded"))

    class Meta:
        verbose_name = _("funding of a budget")
        verbose_name_plural = _("fundings of budgets")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_is_positive"),
            models.CheckConstraint(
                condition=Q(amount__lte=LARGE_FUNDING)
                | Q(by__isnull=False, agreed_by__isnull=False) & ~Q(by=F("agreed_by")),
                name="large_funding_by_two",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="funding_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied("fundings_stay", "the ledger"),
            after_the_seal("funded_at"),
        ]

    def __str__(self) -> str:
        return self.number
