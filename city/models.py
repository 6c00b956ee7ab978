"""What is kept of days that are over: sums that anybody may add up anew, and the audit does."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from city.rollups.models import PublishedCell, PublishedDay, RolledDay, Rollup
from scenarios.models import Scenario

__all__ = ["DayFigures", "MallFigures", "PublishedCell", "PublishedDay", "RolledDay", "Rollup", "ScenarioFigures"]


class DayFigures(models.Model):
    """What acts of one grade of evidence earned that were scored on one city day, those that earned nothing left out.

    `city.keeping` writes it once nothing is dated into the day any more. The rows of all days may be deleted; they are
    then summed anew.
    """

    day = models.DateField(_("day"))
    evidence = models.CharField(_("evidence"), max_length=16)
    acts = models.BigIntegerField(_("acts"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        constraints = [models.UniqueConstraint(fields=["day", "evidence"], name="figures_of_a_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.evidence}"


class ScenarioFigures(models.Model):
    """What acts of one scenario earned that were scored on one city day; kept as `DayFigures` are."""

    day = models.DateField(_("day"))
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+", db_index=False)
    acts = models.BigIntegerField(_("acts"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))

    class Meta:
        verbose_name = _("figures of a scenario’s day")
        verbose_name_plural = _("figures of scenarios’ days")
        constraints = [models.UniqueConstraint(fields=["day", "scenario"], name="scenario_figures_of_a_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.scenario_id}"


class MallFigures(models.Model):
    """The vouchers that merchants took on one city day and did not undo; kept as `DayFigures` are."""

    day = models.DateField(_("day"), unique=True)
    redemptions = models.BigIntegerField(_("redemptions"))
    credits = models.BigIntegerField(_("credits"))
    fen = models.BigIntegerField(_("fen owed for them"))

    class Meta:
        verbose_name = _("redemptions of a day")
        verbose_name_plural = _("redemptions of days")

    def __str__(self) -> str:
        return f"{self.day}"
