"""A verifier of another organisation looks at what was emitted, if the organiser has named one."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.desk import own_organisation
from projects.events import telling
from projects.events.deeds import check_verifies, locked, published, step
from projects.events.refusals import CheckedAlready, HiddenAlready
from projects.models import Event, EventStatus, EventStep, EventStepKind, EventVersion, Phase
from projects.refusals import WordsMissing
from projects.registry.ordering import for_all

SEEN = (EventStepKind.CHECKED, EventStepKind.OBJECTED)


@transaction.atomic
def judge(*, event: Event, is_right: bool, words: str, by: User, now: datetime) -> EventStep:
    """Says that what is in force is right, or why it is not; then the organiser begins a new version.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `NotAVerifier`, `NotIndependent`, `OwnProject`,
    `CheckedAlready`, `WordsMissing`, `PersonalNumber`.
    """
    found = locked(event, EventStatus.MEASURED)
    check_verifies(found, by)
    version = published(found, Phase.ACTUAL)
    assert version is not None, "what is measured was published"
    if version.steps.filter(kind__in=SEEN).exists():
        raise CheckedAlready
    if not is_right and not words.strip():
        raise WordsMissing
    kind = EventStepKind.CHECKED if is_right else EventStepKind.OBJECTED
    made = step(found, kind, by=by, now=now, words=for_all(words), version=version)
    telling.judged(found, version, is_right=is_right, now=now)
    return made


@transaction.atomic
def hide_words(*, version: EventVersion, reason: str, by: User, now: datetime) -> EventStep:
    """The desk takes what a version and its verifier say in words off the page, for a reason that everybody reads.

    Raises `OwnOrganisation`, `WordsMissing`, `PersonalNumber`, `HiddenAlready`.
    """
    return _hide(version.event_id, version, reason, by, now)


@transaction.atomic
def hide_name(*, event: Event, reason: str, by: User, now: datetime) -> EventStep:
    """The desk takes an event's name and venue off what everybody reads, certificates of its retirements too.

    Raises as `hide_words`.
    """
    return _hide(event.pk, None, reason, by, now)


def _hide(event_id: int, version: EventVersion | None, reason: str, by: User, now: datetime) -> EventStep:
    found = Event.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=event_id)
    own_organisation.check(by, found.owner)
    if not reason.strip():
        raise WordsMissing
    if found.steps.filter(kind=EventStepKind.HIDDEN, version=version).exists():
        raise HiddenAlready
    return step(found, EventStepKind.HIDDEN, by=by, now=now, words=for_all(reason), version=version)
