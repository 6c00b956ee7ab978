"""How every deed with an event begins and ends: its row locked where it must stand, who may do it, the step kept."""

from datetime import date, datetime

from accounts.models import User
from projects.cycle.conflicts import check_only_verifies
from projects.events.refusals import EventStands, NothingBeingWritten
from projects.models import DocumentVersion, Event, EventStatus, EventStep, EventStepKind, EventVersion, Part, Phase
from projects.organisations.access import check_acts
from projects.organisations.verifying import check_may_verify, may_verify
from projects.refusals import NotYourPart

DRAFTS = (Part.OWNER, Part.EDITOR, Part.RELEASER)
PUBLISHES = (Part.OWNER, Part.RELEASER)
"""With the second factor, as who submits and releases elsewhere."""


def retire_until(event: Event) -> date:
    """The last day on which units may be retired for it: a year after the event's last.

    Source: Chengdu's guidelines on carbon neutrality, by a report of 2018-12-27: credits are bought within a year.
    """
    last = event.ends_on
    is_leap_day = (last.month, last.day) == (2, 29)
    return last.replace(year=last.year + 1, day=28 if is_leap_day else last.day)


def locked(event: Event, *at: EventStatus) -> Event:
    """The row, until the transaction ends. Raises `EventStands` where it stands elsewhere."""
    rows = Event.objects.select_for_update(no_key=True, of=("self",)).select_related("owner", "verifier")
    found = rows.get(pk=event.pk)
    if found.status not in at:
        raise EventStands(status=found.get_status_display())
    return found


def check_drafts(event: Event, by: User) -> None:
    """Raises `NotYourPart`, `NotApproved`."""
    check_acts(event.owner, by, *DRAFTS)


def check_publishes(event: Event, by: User) -> None:
    """Raises `NotYourPart`, `NotApproved`."""
    check_acts(event.owner, by, *PUBLISHES)


def check_verifies(event: Event, by: User) -> None:
    """Somebody of the event's verifier, which may still verify it, and not of its organiser.

    Raises `NotYourPart`, `NotApproved`, `NotAVerifier`, `NotIndependent`, `OwnProject`.
    """
    if event.verifier is None:
        raise NotYourPart
    check_acts(event.verifier, by, *PUBLISHES)
    check_may_verify(event.verifier, event.owner)
    check_only_verifies(event, by)


def is_free_to_name_one(event: Event) -> bool:
    """Whether its organiser names a verifier: it has none, or one that may not verify it any more."""
    return event.verifier is None or not may_verify(event.verifier, event.owner)


def being_written(event: Event) -> EventVersion:
    """The version that is being written. Raises `NothingBeingWritten`."""
    found = event.versions.filter(frozen_at=None).select_related("event__owner").first()
    if found is None:
        raise NothingBeingWritten
    return found


def published(event: Event, phase: Phase) -> EventVersion | None:
    """The latest version that was published of a plan or of what was."""
    found = event.versions.filter(frozen_at__isnull=False, phase=phase)
    return found.select_related("event").order_by("-nth").first()


def stand(event: Event, status: EventStatus, now: datetime) -> None:
    event.status, event.moved_at = status, now
    event.save(update_fields=["status", "verifier", "moved_at"])


def step(
    event: Event,
    kind: EventStepKind,
    *,
    by: User,
    now: datetime,
    words: str = "",
    version: EventVersion | None = None,
    tonnes: int | None = None,
    file: DocumentVersion | None = None,
) -> EventStep:
    return EventStep.objects.create(
        event=event, kind=kind, version=version, words=words, tonnes=tonnes, file=file, by=by, happened_at=now
    )
