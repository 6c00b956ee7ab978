"""The jobs of this app: unannounced work is found, news are told, what is old is forgotten, what is overdue refused."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.inbox.telling import tell
from activities.attempts import keeping as attempts
from activities.scoring import frozen, nudge, queue, scorer, taking_sets_back, under_review
from activities.scoring.rehearsing import run
from activities.telling import credited
from jobs.timetable import A_MOMENT, Did, Job, Lane

NOTHING = 0
TOLD_A_RUN = 10_000
FREEZES_A_RUN = 100
TAKEN_BACK_A_RUN = 500


def wake_scorer() -> Did:
    """Finds pending acts whose message was lost, and waiting ones whose budget was filled; says the oldest act."""
    scorer.release_waiting(now=timezone.now())
    nudge.wake(queue.busy_shards())
    return Did({"oldest": queue.oldest_pending() or NOTHING})


def settle_freezes() -> Did:
    """Refuses what was recorded during freezes that have run out, a bounded number of them; what is left comes next."""
    settled = frozen.settle_due(now=timezone.now(), limit=FREEZES_A_RUN)
    return Did({"settled": settled}, more=settled == FREEZES_A_RUN)


def forget_old_attempts() -> Did:
    """Erases what forms refused more than thirty days ago."""
    return Did({"forgotten": attempts.forget_old(now=timezone.now())})


def tell_credited() -> Did:
    """Tells citizens what they were credited yesterday, in sum and once; a batch at a time."""
    now = timezone.now()
    news = credited.news(now=now, limit=TOLD_A_RUN)
    tell(news, now=now)
    return Did({"told": len(news)}, more=len(news) == TOLD_A_RUN)


def refuse_undecided() -> Did:
    """Refuses acts in review that nobody decided on in time."""
    return Did({"refused": under_review.refuse_overdue(now=timezone.now())})


def take_sets_back() -> Did:
    """Takes sets of acts back that the desk has decided on, a bounded number of acts; what is left comes next."""
    now, taken = timezone.now(), 0
    while taken < TAKEN_BACK_A_RUN and (piece := taking_sets_back.go_on(now=now)):
        taken += piece
    return Did({"taken_back": taken}, more=taken >= TAKEN_BACK_A_RUN)


def rehearse() -> Did:
    """Goes on with a rehearsal of a rule that nobody is at, for a while; others come next, and what is left."""
    run.go_on(clock=timezone.now)
    return Did({}, more=run.are_awaited(now=timezone.now()))


OFTEN = timedelta(seconds=5)
MINUTE = timedelta(minutes=1)
JOBS = [
    Job(
        "activities.wake_scorer",
        wake_scorer,
        title=_("Acts that wait are found and scored"),
        every=OFTEN,
        within=A_MOMENT,
        lane=Lane.CLOCK,
    ),
    Job(
        "activities.settle_freezes",
        settle_freezes,
        title=_("Freezes that have run out are settled"),
        every=MINUTE,
        within=MINUTE,
    ),
    Job(
        "activities.take_sets_back", take_sets_back, title=_("Sets of acts are taken back"), every=MINUTE, within=MINUTE
    ),
    Job("activities.rehearse", rehearse, title=_("Rules are rehearsed"), every=MINUTE, within=MINUTE),
    Job(
        "activities.tell_credited",
        tell_credited,
        title=_("Citizens are told what they were credited"),
        every=timedelta(hours=3),
    ),
    Job(
        "activities.forget_old_attempts",
        forget_old_attempts,
        title=_("What forms refused is forgotten"),
        every=timedelta(hours=1),
    ),
    Job(
        "activities.refuse_undecided",
        refuse_undecided,
        title=_("Acts that nobody decided on in time are refused"),
        every=timedelta(minutes=10),
    ),
]
