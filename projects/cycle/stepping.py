"""Steps of a design: it is locked, and what was done is written down; the stage follows.

Locks: the design.
"""

from datetime import datetime
from typing import Any

from accounts.models import User
from common.city_time import city_day
from projects.cycle import deadlines
from projects.models import DesignStep, DesignVersion, ProjectDesign, Stage, StepKind
from projects.refusals import NotItsTurn


def lock(design: ProjectDesign, *stages: Stage) -> ProjectDesign:
    """The design as it is now, in one of these stages. Raises `NotItsTurn`."""
    rows = ProjectDesign.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("owner", "verifier", "wanted_verifier").get(pk=design.pk)
    if found.stage not in stages:
        raise NotItsTurn(stage=found.get_stage_display())
    return found


def version_of(design: ProjectDesign) -> DesignVersion:
    """What was submitted last."""
    return design.versions.get(number=design.version)


def step(
    design: ProjectDesign, kind: StepKind, *, by: User, now: datetime, words: str = "", **facts: Any
) -> DesignStep:
    """Writes down what somebody did with a locked design."""
    return DesignStep.objects.create(
        version=version_of(design), kind=kind, by=by, words=words.strip(), happened_at=now, **facts
    )


def move(design: ProjectDesign, stage: Stage, *, now: datetime, **fields: Any) -> ProjectDesign:
    """A locked design goes to another stage, with that turn's deadline."""
    changes = {"stage": stage, "stage_at": now, "due_on": deadlines.due(stage, city_day(now)), **fields}
    for name, value in changes.items():
        setattr(design, name, value)
    design.save(update_fields=[*changes])
    return design
