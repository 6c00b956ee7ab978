"""The jobs of this app: the credits of overdue vouchers go back, wrong codes are forgotten."""

from datetime import timedelta

from django.utils import timezone

from jobs.timetable import Did, Job
from merchants.mall import releasing
from merchants.models import WrongCode

VOUCHERS_A_RUN = 1000
WRONG_CODES_KEPT = timedelta(days=2)


def expire_vouchers() -> Did:
    """Gives back what is due; what is left is for the next run, which is due at once."""
    expired = releasing.expire_due(now=timezone.now(), limit=VOUCHERS_A_RUN)
    return Did({"expired": expired}, more=expired == VOUCHERS_A_RUN)


def forget_wrong_codes() -> Did:
    """They are counted for a day at the most."""
    forgotten, _by_model = WrongCode.objects.filter(tried_at__lt=timezone.now() - WRONG_CODES_KEPT).delete()
    return Did({"forgotten": forgotten})


JOBS = [
    Job("merchants.expire_vouchers", expire_vouchers, every=timedelta(minutes=1), within=timedelta(minutes=1)),
    Job("merchants.forget_wrong_codes", forget_wrong_codes, every=timedelta(hours=1)),
]
