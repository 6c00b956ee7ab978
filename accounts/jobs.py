"""The jobs of this app: what is over of sign-ins is forgotten, a bounded piece at a time, and texts are sent."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import looks
from accounts.app_sign_in import keeping as apps
from accounts.changing_phone import waiting
from accounts.inbox import reading, texting
from accounts.models import SignedIn
from accounts.rate_limits import forget_old_counters
from jobs.timetable import Did, Job

BATCH = 10_000
MOST_BATCHES = 100
TEXTS_A_RUN = 200
PHONES_A_RUN = 200


def forget_stale_sign_ins() -> Did:
    """Delete expired sessions, with the phone and code of every sign-in that was not finished, and old counters.

    What is told of a session goes with it. Sign-ins of apps that nobody has renewed go, too.

    Half-finished sign-ins live nowhere else. `BATCH` of each at a time, at the most `MOST_BATCHES` times.
    """
    now = timezone.now()
    sessions = counters = of_apps = 0
    for _batch in range(MOST_BATCHES):
        expired = Session.objects.filter(expire_date__lt=now).order_by("expire_date")[:BATCH]
        keys = list(expired.values_list("pk", flat=True))
        SignedIn.objects.filter(session_key__in=keys).delete()
        some_sessions, _by_model = Session.objects.filter(pk__in=keys).delete()
        some_counters = forget_old_counters(now=now, limit=BATCH)
        some_apps = apps.forget_old(now=now, limit=BATCH)
        sessions, counters, of_apps = sessions + some_sessions, counters + some_counters, of_apps + some_apps
        if max(some_sessions, some_counters, some_apps) < BATCH:
            return Did({"sessions": sessions, "counters": counters, "apps": of_apps})
    return Did({"sessions": sessions, "counters": counters, "apps": of_apps}, more=True)


def forget_old_looks() -> Did:
    """Delete what is told of looks and sign-ins for longer than six months."""
    now, gone = timezone.now(), 0
    for _batch in range(MOST_BATCHES):
        some = looks.forget_old(now=now, limit=BATCH)
        gone += some
        if some < BATCH:
            return Did({"looks": gone})
    return Did({"looks": gone}, more=True)


def forget_old_notices() -> Did:
    """Delete what citizens were told half a year ago and have read; what nobody has read stays."""
    now, gone = timezone.now(), 0
    for _batch in range(MOST_BATCHES):
        some = reading.forget_old(now=now, limit=BATCH)
        gone += some
        if some < BATCH:
            return Did({"notices": gone})
    return Did({"notices": gone}, more=True)


def send_texts() -> Did:
    """Sends what citizens wish to be told by text message, by day; what is left is for the next run, due at once."""
    done, failed = texting.send_due(now=timezone.now(), limit=TEXTS_A_RUN)
    return Did({"done": done, "failed": failed}, more=done == TEXTS_A_RUN)


def change_phones() -> Did:
    """Makes the new numbers theirs that have waited long enough; what cannot be made is stopped."""
    made, stopped = waiting.make_due(now=timezone.now(), limit=PHONES_A_RUN)
    return Did({"made": made, "stopped": stopped}, more=made + stopped == PHONES_A_RUN)


JOBS = [
    Job(
        "accounts.change_phones",
        change_phones,
        title=_("New mobile numbers that have waited become their owners’"),
        every=timedelta(minutes=10),
    ),
    Job(
        "accounts.send_texts",
        send_texts,
        title=_("Citizens who wish so are told by text message"),
        every=timedelta(minutes=10),
    ),
    Job(
        "accounts.forget_stale_sign_ins",
        forget_stale_sign_ins,
        title=_("Sign-ins that are over are forgotten"),
        every=timedelta(hours=1),
    ),
    Job(
        "accounts.forget_old_looks",
        forget_old_looks,
        title=_("Looks of half a year ago are forgotten"),
        every=timedelta(days=1),
    ),
    Job(
        "accounts.forget_old_notices",
        forget_old_notices,
        title=_("News that citizens read half a year ago is forgotten"),
        every=timedelta(days=1),
    ),
]
