"""Units are retired for an event by orders of its organiser; it is certified once they cover what was emitted."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from methodologies.events.emission import KG_OF_A_TONNE
from projects.events import telling
from projects.events.deeds import check_publishes, locked, published, stand, step
from projects.events.refusals import CertifiedAlready, EventStands, NotChecked, NotRetiredEnough, RetiredTooLate
from projects.events.retired import Balance, balance, retired_tonnes
from projects.models import (
    Event,
    EventRetirement,
    EventStatus,
    EventStep,
    EventStepKind,
    EventVersion,
    Order,
    Phase,
    Purpose,
    UnitBlock,
)
from projects.registry import ordering
from projects.serials import Numbers

MEASURED, NEUTRAL = EventStatus.MEASURED, EventStatus.NEUTRAL
CHINESE = "zh-hans"


@transaction.atomic
def order(
    *, event: Event, block: UnitBlock, tonnes: int, by: User, now: datetime, shown: Numbers | None = None
) -> Order:
    """Orders that units of the organiser are retired for its event; somebody else of it releases them.

    Several orders may add up; each is for this event alone. Raises `EventStands`, and as `ordering.retire`.
    """
    found = locked(event, MEASURED)
    made = ordering.retire(
        block=block,
        tonnes=tonnes,
        beneficiary=found.name[CHINESE],
        purpose=Purpose.EVENT,
        by=by,
        words="",
        year=found.ends_on.year,
        now=now,
        shown=shown,
    )
    if made.holder_id != found.owner_id:
        raise EventStands(status=found.get_status_display())
    EventRetirement.objects.create(event=found, order=made, bound_at=now)
    return made


@transaction.atomic
def certify(*, event: Event, by: User, now: datetime) -> EventStep:
    """The event is neutral: at least as much is retired as was emitted, in time, and its verifier agrees if it has one.

    Raises `EventStands`, `CertifiedAlready`, `NotYourPart`, `NotApproved`, `NotChecked`, `NotRetiredEnough`,
    `RetiredTooLate`.
    """
    found = locked(event, MEASURED, NEUTRAL)
    if found.status == NEUTRAL:
        raise CertifiedAlready
    check_publishes(found, by)
    now_is = balance(found)
    assert now_is.version is not None, "what is measured was published"
    _check_seen(found, now_is.version)
    _check_retired(found, now_is)
    stand(found, NEUTRAL, now)
    made = step(found, EventStepKind.NEUTRAL, by=by, now=now, version=now_is.version, tonnes=now_is.retired)
    telling.neutral(found, now=now)
    return made


def _check_seen(event: Event, version: EventVersion) -> None:
    if event.verifier is not None and not version.steps.filter(kind=EventStepKind.CHECKED).exists():
        raise NotChecked(name=str(event.verifier))


def _check_retired(event: Event, now_is: Balance) -> None:
    """What was in time once stays in time: a correction's rest may be retired later, and the page says when."""
    assert now_is.version is not None
    if now_is.retired * KG_OF_A_TONNE < now_is.version.kilograms:
        raise NotRetiredEnough(
            emitted=f"{now_is.version.kilograms:,}", retired=f"{now_is.retired:,}", missing=f"{now_is.missing:,}"
        )
    was_certified = event.steps.filter(kind=EventStepKind.NEUTRAL).exists()
    in_time = retired_tonnes(event, until=now_is.until)
    if not was_certified and in_time < now_is.needed:
        raise RetiredTooLate(day=now_is.until.isoformat(), retired=f"{in_time:,}", needed=f"{now_is.needed:,}")


def certificate(event: Event) -> EventStep | None:
    """The last certificate, whether it stands or was withdrawn."""
    return event.steps.filter(kind=EventStepKind.NEUTRAL).select_related("version").order_by("-pk").first()


def is_checked(event: Event) -> bool:
    """Whether nobody has to look at what is in force any more."""
    version = published(event, Phase.ACTUAL)
    return event.verifier_id is None or (
        version is not None and version.steps.filter(kind=EventStepKind.CHECKED).exists()
    )
