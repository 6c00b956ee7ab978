"""Telling citizens something: for many at once by one statement, each event once however often it is heard of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from accounts.inbox import words
from accounts.models import Notice, Profile

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
    told = list(news)
    wanted = _wanting_texts(told)
    notices = [
        _notice(one, now, is_texted=_is_owed(one) or (_is_texted(one) and one.citizen_id in wanted)) for one in told
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


def _notice(news: News, now: datetime, *, is_texted: bool) -> Notice:
    return Notice(**news._asdict(), told_at=now, text_is_due=is_texted)


def _is_texted(news: News) -> bool:
    assert news.code in words.every(), f"no app has words for {news.code}"
    return words.words_for(news.code).is_texted


def _is_owed(news: News) -> bool:
    return words.words_for(news.code).is_owed


def _wanting_texts(told: list[News]) -> set[int]:
    """Those of the citizens who wish to be told by text message, too."""
    texted = {one.citizen_id for one in told if _is_texted(one)}
    return (
        set(Profile.objects.reached_by_text().filter(user_id__in=texted).values_list("user_id", flat=True))
        if texted
        else set()
    )
