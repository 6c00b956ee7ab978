"""The jobs of this app: sums of days are kept and published, the city accounts for itself, its data is noted."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city import keeping
from city.catalogue import editions
from city.rollups import publishing, releasing, summing
from city.transparency import keeping as transparency
from jobs.timetable import Did, Job


def keep_figures() -> Did:
    """Keeps what is over and not kept yet."""
    return Did({"days": keeping.keep()})


def sum_days() -> Did:
    """Sums days that something changed, publishes those that are over, and releases the months whose day has come."""
    summed = summing.keep()
    return Did({"days": summed, "published": publishing.publish(), "months": releasing.release(timezone.now())})


def publish_today() -> Did:
    """Publishes what was scored of today’s acts but the last five citizens’."""
    return Did({"published": int(publishing.publish_today(timezone.now()))})


def account() -> Did:
    """Counts what the city publishes of itself."""
    return Did({"months": transparency.keep(now=timezone.now())})


def note_editions() -> Did:
    """Notes which public series have changed."""
    return Did({"changed": editions.note(now=timezone.now())})


JOBS = [
    Job(
        "city.keep_figures",
        keep_figures,
        title=_("The city’s figures of days that are over are kept"),
        every=timedelta(hours=1),
    ),
    Job(
        "city.sum_days",
        sum_days,
        title=_("The city’s days are summed by district and scenario, and published"),
        every=timedelta(hours=1),
        within=timedelta(minutes=30),
    ),
    # The first run of an old portal counts all of its months.
    Job(
        "city.account",
        account,
        title=_("What the city publishes of itself is counted"),
        every=timedelta(hours=1),
        within=timedelta(minutes=30),
    ),
    Job(
        "city.publish_today",
        publish_today,
        title=_("What the city does today is published"),
        every=timedelta(minutes=1),
        within=timedelta(minutes=1),
    ),
    Job(
        "city.note_editions",
        note_editions,
        title=_("Public series that have changed are noted"),
        every=timedelta(minutes=30),
    ),
]
