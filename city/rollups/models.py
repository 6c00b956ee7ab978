"""Roll-ups, which are for the desk alone, and what was published of them, which anybody may know."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scenarios.models import Scenario


class Rollup(models.Model):
    """What acts of one scenario earned that citizens of one district did on one city day, without what was taken back.

    The district is that of the act's time, empty where none was given. `city.rollups.summing` sums a day anew when
    something came late or was taken back. Never shown as it is: a row may be one citizen.
    """

    day = models.DateField(_("day"))
    district = models.CharField(_("district"), max_length=16, blank=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="+", db_index=False)
    acts = models.BigIntegerField(_("acts"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    citizens = models.BigIntegerField(_("citizens"))

    class Meta:
        verbose_name = _("roll-up")
        verbose_name_plural = _("roll-ups")
        constraints = [
            models.UniqueConstraint(fields=["day", "district", "scenario"], name="rollup_once"),
            models.CheckConstraint(
                condition=Q(acts__gt=0, grams__gte=0, credits__gte=0, citizens__gt=0), name="rollup_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.district} {self.scenario_id}"


class RolledDay(models.Model):
    """That a city day was summed, from which acts, and how often something changed it since it was over.

    Before `until` nothing can be written any more that the sums do not hold; empty before the first day was closed.
    """

    day = models.DateField(_("day"), primary_key=True)
    first_act = models.BigIntegerField()
    last_act = models.BigIntegerField()
    until = models.DateTimeField(null=True)
    summed_at = models.DateTimeField(_("summed"))

    class Meta:
        verbose_name = _("day that was summed")
        verbose_name_plural = _("days that were summed")

    def __str__(self) -> str:
        return f"{self.day}"


class PublishedDay(models.Model):
    """What the city did on one day, as is public: scored before `until`, not taken back before `taken_until`.

    `citizens` is a multiple of five, and there were at least so many. `late` and `taken_back` count acts that changed
    the day since it was published first, the last of them at `revised_at`. A month that is released is final.
    """

    day = models.DateField(_("day"), primary_key=True)
    until = models.DateTimeField(_("scored before"))
    taken_until = models.DateTimeField(_("taken back before"))
    acts = models.BigIntegerField(_("acts"))
    grams = models.BigIntegerField(_("grams"))
    credits = models.BigIntegerField(_("credits"))
    citizens = models.BigIntegerField(_("citizens, at least"))
    late = models.BigIntegerField(_("acts that came late"), default=0)
    taken_back = models.BigIntegerField(_("acts taken back"), default=0)
    revised_at = models.DateTimeField(_("revised"), null=True)

    class Meta:
        verbose_name = _("published day")
        verbose_name_plural = _("published days")
        constraints = [
            models.CheckConstraint(condition=Q(acts__gt=0, citizens__gte=5), name="published_day_of_five"),
        ]
        triggers = [pgtrigger.Protect(name="published_days_stay", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.day}"


class PublishedCell(models.Model):
    """A figure of a released month: of a district, a scenario, a grade of evidence, or a scenario within a district.

    `ALL` stands for what is not told apart, `REST` for all that are too small to be shown by themselves, together.
    These have rows without figures, so that a reader sees that something is hidden. Never changed.
    """

    ALL, REST, NONE = "all", "rest", "none"
    """`NONE` is the district of acts of citizens who gave none."""

    month = models.DateField(_("first day of the month"))
    district = models.CharField(_("district"), max_length=16, default=ALL)
    scenario = models.CharField(_("scenario"), max_length=64, default=ALL)
    evidence = models.CharField(_("evidence"), max_length=16, default=ALL)
    acts = models.BigIntegerField(_("acts"), null=True)
    grams = models.BigIntegerField(_("grams"), null=True)
    credits = models.BigIntegerField(_("credits"), null=True)
    citizens = models.BigIntegerField(_("citizens, at least"), null=True)
    released_at = models.DateTimeField(_("released"))

    class Meta:
        verbose_name = _("published figure of a month")
        verbose_name_plural = _("published figures of months")
        constraints = [
            models.UniqueConstraint(fields=["month", "district", "scenario", "evidence"], name="published_cell_once"),
            models.CheckConstraint(
                condition=Q(acts=None, grams=None, credits=None, citizens=None)
                | Q(acts__gt=0, grams__gte=0, credits__gte=0, citizens__gte=5),
                name="published_cell_of_five_or_hidden",
            ),
        ]
        triggers = [pgtrigger.Protect(name="published_cells_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.month} {self.district} {self.scenario} {self.evidence}"
