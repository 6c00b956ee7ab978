"""What a citizen reads: their notices in words, the latest first, and which of them are new to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.inbox.words import TOLD_AT, words_for
from accounts.models import Notice
from common import paging

KEPT = timedelta(days=180)
PAGE_SIZE = 30
MOST_COUNTED = 100
"""Nobody needs to know how many more are unread."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its page shows it."""

    notice: Notice
    icon: str
    sentence: str


def page(citizen_id: int, *, after: str | None, size: int = PAGE_SIZE) -> paging.Page[Notice]:
    """A page of a citizen's notices. Raises `Http404`."""
    return paging.page(Notice.objects.of(citizen_id), size=size, after=after)


def line(notice: Notice) -> Line:
    """A notice in the language active now."""
    words = words_for(notice.code)
    return Line(notice, words.icon, words.sentence({**notice.facts, TOLD_AT: notice.told_at}))


def unread(citizen_id: int) -> int:
    """How many are new, `MOST_COUNTED` at the most: every page of a citizen's asks."""
    return Notice.objects.of(citizen_id).unread()[:MOST_COUNTED].count()


def read(notice: Notice, *, now: datetime) -> None:
    """Its citizen has opened it."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=now)


def read_all(citizen_id: int, *, told_until: datetime, now: datetime) -> None:
    """Its citizen has seen all that was told until then."""
    Notice.objects.of(citizen_id).unread().filter(told_at__lte=told_until).update(read_at=now)


def forget_old(*, now: datetime, limit: int) -> int:
    """Delete at the most `limit` that were told half a year ago and have been read; returns how many."""
    old = Notice.objects.filter(read_at__isnull=False, told_at__lt=now - KEPT).order_by("told_at")[:limit]
    return Notice.objects.filter(pk__in=old.values("pk")).delete()[0]
