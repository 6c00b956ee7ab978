"""The jobs of this app: credits expire whose last day is over, citizens are told before, days are kept in sums,
adjustments and mergers that nobody answers run out, and what arrives on a merged account goes on.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.inbox.telling import tell
from credits import expiring, expiry, keeping
from credits.adjusting import proposing
from credits.merging import asking, forwarding
from jobs.timetable import Did, Job

BATCHES_A_RUN = 10
TOLD_A_RUN = 10_000


def expire_vintages() -> Did:
    """Expires what is due, in batches; what is left is for the next run, which is due at once."""
    expired = 0
    for _batch in range(BATCHES_A_RUN):
        some = expiry.expire(now=timezone.now())
        expired += some
        if some == 0:
            return Did({"expired": expired})
    return Did({"expired": expired}, more=True)


def tell_what_expires() -> Did:
    """Tells citizens which of their credits expire, thirty and seven days before; a batch at a time."""
    now = timezone.now()
    news = expiring.news(now=now, limit=TOLD_A_RUN)
    tell(news, now=now)
    return Did({"told": len(news)}, more=len(news) == TOLD_A_RUN)


def keep_days() -> Did:
    """Keeps the sums of what is over and not kept yet."""
    return Did({"days": keeping.keep()})


def run_out_adjustments() -> Did:
    """Ends adjustments that nobody has answered in time; a batch at a time."""
    ended = proposing.run_out(now=timezone.now())
    return Did({"ended": ended}, more=ended == proposing.RUN_OUT_A_RUN)


def run_out_mergers() -> Did:
    """Ends mergers that nobody has answered in time; a batch at a time."""
    ended = asking.run_out(now=timezone.now())
    return Did({"ended": ended}, more=ended == asking.RUN_OUT_A_RUN)


def forward_merged() -> Did:
    """Forwards what has arrived on accounts that were merged; a batch at a time."""
    forwarded = forwarding.forward(now=timezone.now())
    return Did({"forwarded": forwarded}, more=forwarded == forwarding.MERGERS_A_RUN)


JOBS = [
    Job(
        "credits.expire_vintages",
        expire_vintages,
        title=_("Credits whose last day is over expire"),
        every=timedelta(hours=1),
    ),
    Job(
        "credits.tell_what_expires",
        tell_what_expires,
        title=_("Citizens are told which credits expire soon"),
        every=timedelta(hours=6),
    ),
    # The first run of an old portal adds up all of its years.
    Job(
        "credits.keep_days",
        keep_days,
        title=_("The books of days that are over are kept"),
        every=timedelta(hours=1),
        within=timedelta(minutes=30),
    ),
    Job(
        "credits.run_out_adjustments",
        run_out_adjustments,
        title=_("Adjustments that nobody answers run out"),
        every=timedelta(hours=1),
    ),
    Job(
        "credits.run_out_mergers",
        run_out_mergers,
        title=_("Mergers of accounts that nobody answers run out"),
        every=timedelta(hours=1),
    ),
    Job(
        "credits.forward_merged",
        forward_merged,
        title=_("What arrives on a merged account goes to the one that stays"),
        every=timedelta(minutes=1),
        within=timedelta(minutes=1),
    ),
]
