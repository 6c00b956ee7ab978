"""What the desk decides: complete and published, returned, registered or rejected; never by who acts for either side.

Locks: the design, its owner; for a registration then `PROJECT_NUMBERS`, advisory.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from accounts.models import User
from common import locks
from common.city_time import city_day
from methodologies.projects.registry import method
from projects.cycle import commenting, conflicts, deadlines, overlapping, stepping, telling
from projects.models import CarbonProject, DesignVersion, Organisation, ProjectDesign, Stage, StepKind
from projects.organisations.verifying import check_may_verify
from projects.pooling import elsewhere
from projects.refusals import (
    AgainstOpinion,
    ElsewhereUnsaid,
    NotApproved,
    OverlapsUnruled,
    TooFewWorkingDays,
    WordsMissing,
)

HUNDRED = Decimal(100)
UNDECIDED = (Stage.SUBMITTED, Stage.PUBLISHED, Stage.VALIDATING, Stage.DECIDING)
"""Where the desk may end a turn: an owner that answers no comment, or a verifier that is silent, holds up nobody."""


@transaction.atomic
def publish(
    *,
    design: ProjectDesign,
    by: User,
    now: datetime,
    working_days: int = deadlines.LEAST_WORKING_DAYS,
    words: str = "",
) -> ProjectDesign:
    """Found complete: everybody may comment until the last of so many working days.

    Raises `NotItsTurn`, `OwnProject`, `NotApproved`, `TooFewWorkingDays`, `CalendarUnknown`.
    """
    if not deadlines.LEAST_WORKING_DAYS <= working_days <= deadlines.MOST_WORKING_DAYS:
        raise TooFewWorkingDays(least=deadlines.LEAST_WORKING_DAYS, most=deadlines.MOST_WORKING_DAYS)
    found = stepping.lock(design, Stage.SUBMITTED)
    conflicts.check_impartial(found, by)
    _check_owner(found)
    until = deadlines.last_day(city_day(now), working_days)
    stepping.step(found, StepKind.PUBLISHED, by=by, words=words, until=until, now=now)
    stepping.move(found, Stage.PUBLISHED, now=now, comments_until=until, due_on=until)
    telling.stage(found, now=now)
    return found


@transaction.atomic
def send_back(*, design: ProjectDesign, words: str, by: User, now: datetime) -> ProjectDesign:
    """To be completed: it comes back as its next version. Whoever else's turn it was, it is the owner's then.

    Raises `WordsMissing`, `NotItsTurn`, `OwnProject`, `StillPublished`.
    """
    found = _decided(design, words, by, now)
    stepping.step(found, StepKind.RETURNED, by=by, words=words, now=now)
    cleared = {"comments_until": None, "verifier": None}
    stepping.move(found, Stage.RETURNED, now=now, **cleared)
    telling.stage(found, now=now)
    return found


@transaction.atomic
def reject(*, design: ProjectDesign, words: str, by: User, now: datetime) -> ProjectDesign:
    """For good. Raises `WordsMissing`, `NotItsTurn`, `OwnProject`, `StillPublished`."""
    found = _decided(design, words, by, now)
    stepping.step(found, StepKind.REJECTED, by=by, words=words, now=now)
    stepping.move(found, Stage.REJECTED, now=now)
    telling.stage(found, now=now)
    return found


@transaction.atomic
def register(*, design: ProjectDesign, by: User, now: datetime, words: str = "") -> CarbonProject:
    """Makes the project, with the next number and the parameters as they were validated.

    Raises `NotItsTurn`, `OwnProject`, `NotApproved`, `OverlapsUnruled`, `AgainstOpinion`, `PooledByCitizens`,
    `ElsewhereUnsaid`.
    """
    found = stepping.lock(design, Stage.DECIDING)
    conflicts.check_impartial(found, by)
    _check_owner(found)
    assert found.verifier is not None
    check_may_verify(found.verifier, found.owner)
    if count := overlapping.unruled(found).count():
        raise OverlapsUnruled(count=count)
    version = stepping.version_of(found)
    if not version.steps.filter(kind=StepKind.VALIDATED).latest("pk").is_favourable:
        raise AgainstOpinion
    elsewhere.check_free(version)
    if not words.strip() and (numbers := overlapping.named_elsewhere(version)):
        raise ElsewhereUnsaid(numbers="、".join(numbers))
    project = _made(found, version, now)
    found.documents.update(project=project)
    stepping.step(found, StepKind.REGISTERED, by=by, words=words, now=now)
    stepping.move(found, Stage.REGISTERED, now=now, project=project)
    telling.stage(found, now=now)
    return project


def _check_owner(design: ProjectDesign) -> None:
    """For who is suspended nothing is published or registered. Raises `NotApproved`."""
    owner = Organisation.objects.select_for_update(no_key=True).get(pk=design.owner_id)
    if not owner.is_approved:
        raise NotApproved(name=str(owner))


def _decided(design: ProjectDesign, words: str, by: User, now: datetime) -> ProjectDesign:
    if not words.strip():
        raise WordsMissing
    found = stepping.lock(design, *UNDECIDED)
    conflicts.check_impartial(found, by)
    commenting.check_closed(found, now=now)
    return found


def _made(design: ProjectDesign, version: DesignVersion, now: datetime) -> CarbonProject:
    content = version.content
    return CarbonProject.objects.create(
        number=_next_number(),
        name=content["name"],
        summary=content["summary"],
        owner=design.owner,
        method=content["method"],
        district=content["district"],
        credited_from=date.fromisoformat(content["credited_from"]),
        credited_until=date.fromisoformat(content["credited_until"]),
        buffer_percent=int(method(content["method"]).buffer_share * HUNDRED),
        parameters={name: content.get(name, {}) for name in ("given", "chosen")},
        registered_at=now,
    )


def _next_number() -> int:
    """The one after the last that was ever given; one registration after the other."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.PROJECT_NUMBERS)}")
    latest = CarbonProject.objects.order_by("-number").values_list("number", flat=True).first()
    return (latest or 0) + 1
