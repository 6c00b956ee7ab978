"""A design is written: begun, page by page, taken back for good.

Locks: the design.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from common import editions
from projects.cycle import stepping
from projects.cycle.content import STEP
from projects.models import WRITTEN, Organisation, Part, ProjectDesign, Stage, StepKind
from projects.organisations.access import check_acts
from projects.refusals import TooManyDesigns

WRITES, SUBMITS = (Part.OWNER, Part.EDITOR), (Part.OWNER,)
MOST_OPEN = 50
"""Of one organisation."""
TAPPED_TWICE = timedelta(seconds=30)


@transaction.atomic
def begin(*, owner: Organisation, name: dict[str, str], by: User, now: datetime) -> ProjectDesign:
    """A form that arrives twice begins one. Raises `NotYourPart`, `NotApproved`, `TooManyDesigns`."""
    check_acts(owner, by, *WRITES)
    Organisation.objects.select_for_update(no_key=True).get(pk=owner.pk)
    just_now = owner.designs.filter(stage=Stage.DRAFT, begun_by=by, begun_at__gte=now - TAPPED_TWICE)
    if begun := just_now.filter(draft__name=name).first():
        return begun
    if owner.designs.filter(stage__in=WRITTEN).count() >= MOST_OPEN:
        raise TooManyDesigns(most=MOST_OPEN)
    return ProjectDesign.objects.create(owner=owner, draft={"name": name}, begun_by=by, begun_at=now, stage_at=now)


@transaction.atomic
def write(*, design: ProjectDesign, step: str, values: Mapping[str, Any], by: User) -> ProjectDesign:
    """Keeps what one page says, and nothing of another's. Raises `NotYourPart`, `NotItsTurn`."""
    found = stepping.lock(design, *WRITTEN)
    check_acts(found.owner, by, *WRITES)
    assert set(values) <= set(STEP[step].keys)
    if "method" in values and values["method"] != found.draft.get("method"):
        # What another method asks is another.
        found.draft = {key: said for key, said in found.draft.items() if key not in {"given", "chosen", "lines"}}
    found.draft = {**found.draft, **values}
    found.save(update_fields=["draft"])
    return found


@transaction.atomic
def remove_line(*, design: ProjectDesign, place: int, by: User, seen: str | None = None) -> ProjectDesign:
    """Takes out one expected line, of those that the page showed by their edition: tapped twice, one goes.

    Raises `NotYourPart`, `NotItsTurn`, `ChangedMeanwhile`, `NothingShown`.
    """
    found = stepping.lock(design, *WRITTEN)
    editions.check(seen, *lines_seen(found))
    rest = [line for at, line in enumerate(found.draft.get("lines", [])) if at != place]
    return write(design=found, step="expected", values={"lines": rest}, by=by)


def lines_seen(design: ProjectDesign) -> list[Any]:
    """What whoever takes a line out goes by."""
    return [design.pk, design.draft.get("lines", [])]


@transaction.atomic
def withdraw(*, design: ProjectDesign, words: str, by: User, now: datetime) -> ProjectDesign:
    """Its owner takes it back, until the desk has decided. Raises `NotYourPart`, `NotItsTurn`."""
    found = stepping.lock(design, *WRITTEN, Stage.SUBMITTED, Stage.PUBLISHED, Stage.VALIDATING, Stage.DECIDING)
    check_acts(found.owner, by, *SUBMITS)
    if found.version:
        stepping.step(found, StepKind.WITHDRAWN, by=by, words=words, now=now)
    return stepping.move(found, Stage.WITHDRAWN, now=now)
