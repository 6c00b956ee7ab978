"""What is kept of days that are over: sums that anybody may add up anew, and the audit does."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
