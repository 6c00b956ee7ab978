"""Of which citizens acts were scored, taken back or counted again since somebody last asked.

Each reader keeps until when it has heard. What was written a while before that is heard of again, since a transaction
may end after another that began later: a reader works out anew and does not add.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from campaigns.models import Heard

AGAIN = timedelta(minutes=5)
"""How long before the last moment is asked again: far more than a batch of the scorer takes."""
AT_ONCE = timedelta(hours=1)
"""How much is asked at once by a reader that was away."""


@dataclass(frozen=True, slots=True)
class Changed:
    """`citizens` by number, everything until a moment; `is_more` where that is not yet now."""

    citizens: list[int]
    until: datetime
    is_more: bool


def heard_until(reader: str) -> datetime | None:
    """`None` for one that has never heard; the row is locked, so that of two one waits."""
    known = Heard.objects.select_for_update().filter(pk=reader).first()
    return known.until if known else None


def heard(reader: str, until: datetime) -> None:
    Heard.objects.update_or_create(reader=reader, defaults={"until": until})


def changed_since(since: datetime, *, now: datetime) -> Changed:
    """At most so much at once as `AT_ONCE` says, the earliest first."""
    until = min(since + AT_ONCE, now)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, {"since": since - AGAIN, "until": until})
        return Changed([citizen for (citizen,) in cursor.fetchall()], until, until < now)


_CHANGED = """
    SELECT DISTINCT act.citizen_id FROM (
        SELECT activity_id FROM activities_assessment WHERE assessed_at >= %(since)s AND assessed_at <= %(until)s
        UNION
        SELECT activity_id FROM activities_revocation WHERE revoked_at >= %(since)s AND revoked_at <= %(until)s
    ) AS moved
    JOIN activities_activity AS act ON act.id = moved.activity_id
    ORDER BY 1
"""
