"""The audit of all books, as the command prints it and as a job proves it every night."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import ModuleType

from django.utils import timezone

from common.audit import Extent, Finding
from common.brought import brought
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


def apps_with_books() -> Mapping[str, ModuleType]:
    """Their audits, by the names of the apps."""
    return {module.__name__.removesuffix(".audit").rpartition(".")[2]: module for module in brought("audit")}


def findings(extent: Extent, *, only: Collection[str] = ()) -> Iterator[Finding]:
    """What is wrong, app by app, at one moment; `only` of these apps, where any are named."""
    with snapshot():
        yield from findings_within(extent, only=only)


def findings_within(extent: Extent, *, only: Collection[str] = ()) -> Iterator[Finding]:
    """The same in a transaction of the caller's."""
    for app, module in apps_with_books().items():
        if not only or app in only:
            extent.tell(f"what {app} must hold")
            yield from module.findings(extent)


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
    for finding in findings(Extent(seed=night.isoformat(), since=since)):
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
