"""The audit of all books, as the command prints it and as a job proves it every night."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

import activities.audit
import credits.audit
import merchants.audit
import seals.auditing
from activities.second_opinion.auditing import Sample
from common.audit import Finding
from common.city_time import city_day
from common.health import Part, up_if
from common.snapshot import snapshot
from jobs.history import last_said
from jobs.timetable import Did

NIGHTLY = "portal.audit_ledger"
AFTER_MIDNIGHT = timedelta(hours=2)
"""When the day before is sealed."""
PROVEN_WITHIN_DAYS = 2
HASHED_ANEW = timedelta(days=35)
CODES_TOLD = 5
APPS = ("credits", "activities", "merchants", "seals")

Tell = Callable[[str], None]


def findings(sample: Sample, *, since: date | None, tell: Tell, only: Collection[str] = APPS) -> Iterator[Finding]:
    """What is wrong, app by app, at one moment; `tell` hears what is looked at."""
    with snapshot():
        yield from findings_within(sample, since=since, tell=tell, only=only)


def findings_within(
    sample: Sample, *, since: date | None, tell: Tell, only: Collection[str] = APPS
) -> Iterator[Finding]:
    """The same in a transaction of the caller's. Seals are hashed anew from the day `since` on."""

    def tell_day(day: date, rows: int) -> None:
        tell(f"the seal of {day}, {rows:,} rows")

    looks: dict[str, Callable[[], Iterator[Finding]]] = {
        "credits": credits.audit.findings,
        "activities": lambda: activities.audit.findings(sample),
        "merchants": merchants.audit.findings,
        "seals": lambda: seals.auditing.findings(since=since, progress=tell_day),
    }
    for app, look in looks.items():
        if app in only:
            tell(f"what {app} must hold")
            yield from look()


def audit_of_the_night(*, now: datetime | None = None) -> Did:
    """Proves the books once a night; asked again before the next night, says what was found.

    Seals of the last weeks are hashed anew each night, on the first of a month those of all days.
    """
    night = city_day((now or timezone.now()) - AFTER_MIDNIGHT)
    last = last_said(NIGHTLY)
    if last.get("night") == night.isoformat():
        return Did(last)
    since = None if night.day == 1 else night - HASHED_ANEW
    count, codes = 0, list[str]()
    for finding in findings(Sample(night.isoformat()), since=since, tell=_nobody_listens):
        count += 1
        if finding.code not in codes and len(codes) < CODES_TOLD:
            codes.append(finding.code)
    return Did({"night": night.isoformat(), "findings": count, "codes": " ".join(codes)})


def health(now: datetime) -> Part:
    """What the last night's audit found; `now` is the database's. Before the first night nothing is said against it."""
    last = last_said(NIGHTLY)
    night = last.get("night")
    is_stale = night is not None and city_day(now) - date.fromisoformat(str(night)) > timedelta(days=PROVEN_WITHIN_DAYS)
    return Part("books", up_if(not last.get("findings") and not is_stale), last)


def _nobody_listens(_words: str) -> None:
    pass
