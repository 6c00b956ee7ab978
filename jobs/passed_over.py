"""What jobs could not handle and left: kept by row until it is done, or until nobody meets with it any more."""

from collections.abc import Collection
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now

from jobs.models import PassedOver

MET_WITHIN = timedelta(days=1)
"""A job comes upon a row again each time it runs, as long as the row is due."""


def keep(model: type[models.Model], row: int, error: Exception) -> None:
    """Names the row and the kind of error, whose message may hold what nobody else is to read."""
    again = {"error": type(error).__name__[: PassedOver.LONGEST], "last_at": Now(), "times": F("times") + 1}
    with transaction.atomic():
        made = {**again, "times": 1, "first_at": Now()}
        PassedOver.objects.update_or_create(again, made, what=model._meta.label_lower, row=row)


def forget(model: type[models.Model], rows: Collection[int]) -> None:
    """Rows that are done. Mostly none of them is kept here, and to look is one statement."""
    PassedOver.objects.filter(what=model._meta.label_lower, row__in=rows).delete()


def forget_old() -> int:
    """Rows that nobody has met with for longer than any job sleeps: they are due no more."""
    gone, _by_model = PassedOver.objects.filter(last_at__lt=Now() - MET_WITHIN).delete()
    return gone
