"""Telling citizens something: for many at once by one statement, each event once however often it is heard of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from accounts.inbox import words
from accounts.models import Notice

BATCH = 1000


class News(NamedTuple):
    """What one citizen is to be told. `key` names the event among all that this citizen is told, for all time."""

    citizen_id: int
    code: str
    key: str
    path: str = ""
    facts: Mapping[str, Any] = {}


def tell(news: Iterable[News], *, now: datetime) -> None:
    """Writes it into the inboxes of those whom it is for, in the caller's transaction; what was told stays as it is."""
    notices = [_notice(one, now) for one in news]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


def _notice(news: News, now: datetime) -> Notice:
    assert news.code in words.every(), f"no app has words for {news.code}"
    return Notice(**news._asdict(), told_at=now)
