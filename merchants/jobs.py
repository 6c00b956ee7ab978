"""The jobs of this app: overdue vouchers end, people are told in time, months are closed, wrong codes go."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.inbox.telling import tell
from jobs.timetable import Did, Job
from merchants.mall import releasing, telling, wishing
from merchants.models import WrongCode
from merchants.settlement import closing, leaving, reminding

VOUCHERS_A_RUN = 1000
STATEMENTS_A_RUN = 20
WISHES_A_RUN = 1000
WRONG_CODES_KEPT = timedelta(days=2)


def expire_vouchers() -> Did:
    """Gives back what is due; what is left is for the next run, which is due at once."""
    expired = releasing.expire_due(now=timezone.now(), limit=VOUCHERS_A_RUN)
    return Did({"expired": expired}, more=expired == VOUCHERS_A_RUN)


def tell_what_runs_out() -> Did:
    """Tells citizens which of their vouchers run out within three days, once each."""
    now = timezone.now()
    news = telling.running_out(now=now, limit=VOUCHERS_A_RUN)
    tell(news, now=now)
    return Did({"told": len(news)}, more=len(news) == VOUCHERS_A_RUN)


def close_months() -> Did:
    """Draws up the statements of months that are over; what is left is for the next run, which is due at once."""
    closed = closing.close_due(now=timezone.now(), limit=STATEMENTS_A_RUN)
    return Did({"closed": closed}, more=closed == STATEMENTS_A_RUN)


def remind_of_statements() -> Did:
    """Tells owners which statements wait for them; what is left is for the next run, which is due at once."""
    told = reminding.remind(now=timezone.now(), limit=STATEMENTS_A_RUN)
    return Did({"told": told}, more=told == STATEMENTS_A_RUN)


def tell_restocked() -> Did:
    """Tells citizens who asked for it that an offer can be had again, and forgets who asked for one that is over."""
    now = timezone.now()
    told = wishing.tell_restocked(now=now, limit=WISHES_A_RUN)
    forgotten = wishing.forget_over(now=now, limit=WISHES_A_RUN)
    return Did({"told": told, "forgotten": forgotten}, more=WISHES_A_RUN in (told, forgotten))


def forget_wrong_codes() -> Did:
    """They are counted for a day at the most."""
    forgotten, _by_model = WrongCode.objects.filter(tried_at__lt=timezone.now() - WRONG_CODES_KEPT).delete()
    return Did({"forgotten": forgotten})


def let_leave() -> Did:
    """Gives back what no shop of a leaving merchant takes any more, and settles who has left."""
    now = timezone.now()
    released = releasing.release_stranded(now=now, limit=VOUCHERS_A_RUN)
    left = leaving.finish_due(now=now, limit=STATEMENTS_A_RUN)
    return Did({"released": released, "left": left}, more=released == VOUCHERS_A_RUN or left == STATEMENTS_A_RUN)


JOBS = [
    Job(
        "merchants.expire_vouchers",
        expire_vouchers,
        title=_("Vouchers that have run out go back"),
        every=timedelta(minutes=1),
        within=timedelta(minutes=1),
    ),
    Job(
        "merchants.tell_what_runs_out",
        tell_what_runs_out,
        title=_("Citizens are told which vouchers run out soon"),
        every=timedelta(hours=1),
    ),
    Job(
        "merchants.forget_wrong_codes",
        forget_wrong_codes,
        title=_("Codes that were typed wrongly are forgotten"),
        every=timedelta(hours=1),
    ),
    Job(
        "merchants.close_months",
        close_months,
        title=_("Months of merchants that are over are drawn up"),
        every=timedelta(hours=1),
        within=timedelta(minutes=15),
    ),
    Job(
        "merchants.remind_of_statements",
        remind_of_statements,
        title=_("Merchants are told which statements wait for them"),
        every=timedelta(hours=1),
    ),
    Job(
        "merchants.let_leave",
        let_leave,
        title=_("Merchants that leave are settled, and what nobody takes any more goes back"),
        every=timedelta(minutes=1),
        within=timedelta(minutes=1),
    ),
    Job(
        "merchants.tell_restocked",
        tell_restocked,
        title=_("Citizens who asked are told of new stock"),
        every=timedelta(minutes=5),
    ),
]
