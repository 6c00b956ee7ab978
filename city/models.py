"""What is kept of days that are over: sums that anybody may add up anew, and the audit does."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city.cases.model import CaseSubmission
from city.rollups.models import PublishedCell, PublishedDay, RolledDay, Rollup
from scenarios.models import Scenario

__all__ = [
    "CaseSubmission",
    "DayFigures",
    "MallFigures",
    "PublishedCell",
    "PublishedDay",
    "RolledDay",
    "Rollup",
    "ScenarioFigures",
]


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


class Subject(models.TextChoices):
    """Of what the city accounts for itself."""

    CREDITS = "credits", _("Credits")
    RECORDED = "recorded", _("Acts recorded")
    REFUSED = "refused", _("Acts refused")
    APPEALS = "appeals", _("Appeals")
    CLAIMS = "claims", _("Claims that an act did not arrive")
    DECIDED = "decided", _("Decisions")
    MEDIAN_H = "median_h", _("Hours until half of them were decided")
    NINETIETH_H = "ninetieth_h", _("Hours until nine of ten were decided")
    WAITING = "waiting", _("Waiting for a decision")
    OLDEST_H = "oldest_h", _("Hours that the oldest has waited")
    FREEZES = "freezes", _("Freezes")
    FUNDED = "funded", _("Put into budgets")
    LEFT = "left", _("Left in budgets")
    LASTS_DAYS = "lasts_days", _("Days for which budgets last")

    @classmethod
    def of_now(cls) -> "list[Subject]":
        """What is so at the last look; all else is of a month that is over, and stays.

        `LASTS_DAYS` is not counted any more (ADR 0104): what was, goes at the next look.
        """
        return [cls.WAITING, cls.OLDEST_H, cls.LASTS_DAYS]


class MonthFact(models.Model):
    """One number that the city publishes of itself, of a month, with how many citizens stand behind it.

    `city.transparency.keeping` counts it once. The number of citizens is told to nobody: by it small groups are hidden.
    """

    month = models.DateField(_("month"))
    subject = models.CharField(_("subject"), max_length=12, choices=Subject.choices)
    code = models.CharField(_("code"), max_length=40)
    amount = models.BigIntegerField(_("amount"))
    # None of what is nobody's, such as a budget.
    citizens = models.BigIntegerField(_("citizens"), null=True)
    kept_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("published number of a month")
        verbose_name_plural = _("published numbers of months")
        constraints = [
            models.UniqueConstraint(fields=["month", "subject", "code"], name="fact_of_a_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="fact_of_a_whole_month"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="facts_of_months_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__subject__in=["waiting", "oldest_h", "lasts_days"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.subject} {self.code}"


class DatasetEdition(models.Model):
    """That a public series had other rows than before, when that was seen; by it whoever has the file is told so."""

    series = models.CharField(_("series"), max_length=60)
    digest = models.CharField(_("digest of its rows"), max_length=32)
    rows = models.BigIntegerField(_("rows"))
    seen_at = models.DateTimeField(_("first seen"))

    class Meta:
        verbose_name = _("edition of a public series")
        verbose_name_plural = _("editions of public series")
        indexes = [models.Index(fields=["series", "-id"], name="dataset_edition_latest")]
        triggers = [pgtrigger.Protect(name="editions_of_data_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.series} {self.digest[:8]}"
