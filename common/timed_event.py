"""The base of every table of the trail: what was done is found by when, as quickly on the last page as on the first."""

from django.db import models
from pghistory.models import Event


class TimedEvent(Event):
    """As pghistory's, with an index on the moment."""

    pgh_created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        abstract = True
        # pghistory makes the names of the tables' relations of it.
        verbose_name_plural = "events"
