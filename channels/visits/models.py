"""Which venue an act was a visit to. It tells where a citizen was, and can be erased without touching the act."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scenarios.models import Venue


class VenueVisitQuerySet(models.QuerySet["VenueVisit"]):
    def of(self, citizen_id: int) -> "VenueVisitQuerySet":
        return self.filter(citizen_id=citizen_id)

    def on(self, day: date, venue: Venue) -> "VenueVisitQuerySet":
        """Of each citizen at most one."""
        return self.filter(city_day=day, venue=venue)


class VenueVisit(models.Model):
    """Joins an act to its venue; the act itself names none."""

    activity = models.OneToOneField(
        "activities.Activity", on_delete=models.PROTECT, primary_key=True, related_name="venue_visit"
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    city_day = models.DateField(_("city day"))

    objects = VenueVisitQuerySet.as_manager()

    class Meta:
        db_table = "activities_venuevisit"
        verbose_name = _("visit to a venue")
        verbose_name_plural = _("visits to venues")
        constraints = [
            models.UniqueConstraint(fields=["citizen", "venue", "city_day"], name="visit_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.city_day}"
