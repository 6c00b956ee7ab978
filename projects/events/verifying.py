"""A verifier of another organisation looks at what was emitted, if the organiser has named one."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from projects.events import telling
from projects.events.deeds import check_verifies, locked, published, step
from projects.events.refusals import CheckedAlready, HiddenAlready
from projects.models import Event, EventStatus, EventStep, EventStepKind, EventVersion, Phase
from projects.refusals import WordsMissing

SEEN = (EventStepKind.CHECKED, EventStepKind.OBJECTED)


@transaction.atomic
def judge(*, event: Event, is_right: bool, words: str, by: User, now: datetime) -> EventStep:
    """Says that what is in force is right, or why it is not; then the organiser begins a new version.

    Raises `EventStands`, `NotYourPart`, `NotApproved`, `NotAVerifier`, `NotIndependent`, `OwnProject`,
    `CheckedAlready`, `WordsMissing`.
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
    made = step(found, kind, by=by, now=now, words=words.strip(), version=version)
    telling.judged(found, version, is_right=is_right, now=now)
    return made


@transaction.atomic
def hide_words(*, version: EventVersion, reason: str, by: User, now: datetime) -> EventStep:
    """The desk takes what a version says in words off the page, for a reason that everybody reads.

    Raises `WordsMissing`, `HiddenAlready`.
    """
    found = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=version.event_id)
    if not reason.strip():
        raise WordsMissing
    if version.steps.filter(kind=EventStepKind.HIDDEN).exists():
        raise HiddenAlready
    return step(found, EventStepKind.HIDDEN, by=by, now=now, words=reason.strip(), version=version)
