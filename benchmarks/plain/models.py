"""A table like that of the activities, with none of its indexes but the key."""

from typing import ClassVar

from django.db import models


class Act(models.Model):
    public_id = models.CharField(max_length=16)
    citizen_id = models.BigIntegerField()
    scenario = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    city_day = models.DateField()
    values = models.JSONField()
    status = models.CharField(max_length=8)
    recorded_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Act"]] = models.Manager()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.public_id
