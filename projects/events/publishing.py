"""A plan is published before the event ends, and what was emitted after its last day; from then on it stays."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from projects.documents.reading import latest_of
from projects.events import telling
from projects.events.deeds import being_written, check_publishes, is_free_to_name_one, locked, stand, step
from projects.events.drafting import check_over
from projects.events.reckoning import lines_sha256, reckon
from projects.events.refusals import EventStands, NotReckonedEvent, OverAlready, PeopleMissing
from projects.events.retired import retired_tonnes
from projects.models import Event, EventStatus, EventStepKind, EventVersion, Organisation, Phase
from projects.organisations.verifying import check_may_verify

DRAFT, PLANNED, MEASURED, NEUTRAL = (
    *(EventStatus.DRAFT, EventStatus.PLANNED),
    *(EventStatus.MEASURED, EventStatus.NEUTRAL),
)
KG_OF_A_TONNE = 1000


@transaction.atomic
def publish_plan(*, event: Event, by: User, now: datetime) -> EventVersion:
    """Everybody may read the plan now.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `NothingBeingWritten`, `OverAlready`, `NotReckonedEvent`.
    """
    found = locked(event, DRAFT, PLANNED)
    check_publishes(found, by)
    version = being_written(found)
    _check_phase(version, Phase.PLAN)
    if city_day(now) > found.ends_on:
        raise OverAlready(day=found.ends_on.isoformat())
    _freeze(version, by, now)
    stand(found, PLANNED, now)
    step(found, EventStepKind.PLANNED, by=by, now=now, version=version)
    return version


@transaction.atomic
def publish_actuals(*, event: Event, verifier: Organisation | None, by: User, now: datetime) -> EventVersion:
    """What was emitted stands for everybody to read; `verifier` looks at it where one is named, and stays while it may.

    A certificate that stood is withdrawn where more is to be retired now, or where its verifier has to look again.
    Raises `EventStands`, `NotYourPart`, `NotApproved`, `NothingBeingWritten`, `NotOverYet`, `NotReckonedEvent`,
    `PeopleMissing`, `NotAVerifier`, `NotIndependent`.
    """
    found = locked(event, PLANNED, MEASURED, NEUTRAL)
    check_publishes(found, by)
    version = being_written(found)
    _check_phase(version, Phase.ACTUAL)
    check_over(found, now)
    if verifier is not None and is_free_to_name_one(found):
        check_may_verify(verifier, found.owner)
        found.verifier = verifier
    _freeze(version, by, now)
    was_neutral = found.status == NEUTRAL
    stand(found, NEUTRAL if was_neutral and _still_holds(found, version) else MEASURED, now)
    step(found, EventStepKind.MEASURED, by=by, now=now, version=version)
    if found.status == NEUTRAL:
        step(found, EventStepKind.NEUTRAL, by=by, now=now, version=version, tonnes=retired_tonnes(found))
    elif was_neutral:
        step(found, EventStepKind.LAPSED, by=by, now=now, version=version)
        telling.lapsed(found, version, now=now)
    if not is_free_to_name_one(found):
        telling.to_be_checked(found, version, now=now)
    return version


def _still_holds(event: Event, version: EventVersion) -> bool:
    """Whether the certificate goes on: enough is retired, and nobody else is to look at what was corrected."""
    return event.verifier is None and retired_tonnes(event) * KG_OF_A_TONNE >= version.kilograms


def _check_phase(version: EventVersion, phase: Phase) -> None:
    if version.phase != phase:
        raise EventStands(status=version.get_phase_display())


def _freeze(version: EventVersion, by: User, now: datetime) -> None:
    if reckon(version).troubles or not version.kilograms:
        raise NotReckonedEvent
    if not version.people:
        raise PeopleMissing
    version.documents = [
        {
            "title": kept.document.title,
            "number": kept.number,
            "public_id": kept.public_id,
            "sha256": kept.sha256,
            "is_public": kept.document.is_public,
        }
        for kept in latest_of(version.event)
    ]
    version.lines_sha256, version.by, version.frozen_at = lines_sha256(version), by, now
    version.save(update_fields=["documents", "lines_sha256", "by", "frozen_at"])
