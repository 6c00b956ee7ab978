"""What Celery may ask of this app: give the credits of overdue vouchers back, forget wrong codes."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from merchants import redemption
from merchants.models import WrongCode

VOUCHERS_A_TASK = 1000
WRONG_CODES_KEPT = timedelta(days=2)


@shared_task
def expire_vouchers() -> None:
    """Gives back what is due; the next minute finds what is left."""
    redemption.expire_due(now=timezone.now(), limit=VOUCHERS_A_TASK)


@shared_task
def forget_wrong_codes() -> None:
    """They are counted for a day at the most."""
    WrongCode.objects.filter(tried_at__lt=timezone.now() - WRONG_CODES_KEPT).delete()
