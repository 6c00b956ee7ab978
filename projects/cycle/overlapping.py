"""What two projects both cover in the same years: found when one is submitted, and ruled on by the desk in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from projects.cycle import boundary, reported
from projects.cycle.conflicts import check_impartial
from projects.cycle.reported import days_together
from projects.models import (
    DesignVersion,
    Overlap,
    OverlapKind,
    ProjectDesign,
    Ruling,
    Stage,
    ThingKind,
)
from projects.refusals import RuledAlready, WordsMissing

Found = tuple[OverlapKind, Mapping[str, Any]]


def search(version: DesignVersion, *, now: datetime) -> list[Overlap]:
    """Writes down what overlaps with any other design that stands, and what other projects report.

    What is known already stays as it was ruled on.
    """
    own, others = _things(version), list(_others(version))
    rows = [
        Overlap(version=version, other=other, kind=kind, facts=facts, found_at=now)
        for other in others
        for kind, facts in _found(version, own, other)
    ]
    told = {(other.design.project_id, *thing) for other in others for thing in _things(other)}
    rows += [
        Overlap(version=version, project=project, kind=OverlapKind.LINE, facts=facts, found_at=now)
        for project, facts in reported.things(version, own, told)
    ]
    return Overlap.objects.bulk_create(rows, ignore_conflicts=True)


def unruled(design: ProjectDesign) -> QuerySet[Overlap]:
    """Those of what was submitted last on which nobody has decided."""
    return Overlap.objects.filter(version__design=design, version__number=design.version, ruling=None)


def named_elsewhere(version: DesignVersion) -> list[str]:
    """Its own numbers in other mechanisms: nobody registers it without a word on them."""
    return list(version.things.filter(kind=ThingKind.MECHANISM).order_by("name").values_list("name", flat=True))


@transaction.atomic
def rule(*, overlap: Overlap, words: str, by: User, now: datetime) -> Ruling:
    """The desk says why both may be credited all the same. Raises `WordsMissing`, `OwnProject`, `RuledAlready`."""
    if not words.strip():
        raise WordsMissing
    design = ProjectDesign.objects.select_for_update(no_key=True).get(pk=overlap.version.design_id)
    check_impartial(design, by)
    if Ruling.objects.filter(overlap=overlap).exists():
        raise RuledAlready
    return Ruling.objects.create(overlap=overlap, words=words.strip(), by=by, ruled_at=now)


def _others(version: DesignVersion) -> Iterator[DesignVersion]:
    """What other designs have submitted last, unless they are over without having been registered."""
    standing = ProjectDesign.objects.exclude(pk=version.design_id).exclude(stage__in=[Stage.REJECTED, Stage.WITHDRAWN])
    rows = DesignVersion.objects.filter(design__in=standing, number=F("design__version"))
    yield from rows.select_related("design").prefetch_related("things").order_by("pk").iterator(chunk_size=500)


def _found(version: DesignVersion, own: set[tuple[str, str]], other: DesignVersion) -> Iterator[Found]:
    together = days_together(version.content, other.content["credited_from"], other.content["credited_until"])
    for kind, name in sorted(own & _things(other)):
        # What another mechanism has counted is counted, whenever.
        if together or kind == ThingKind.MECHANISM:
            yield OverlapKind.THING, {"kind": kind, "name": name, **together}
    if together and _areas(version.content, other.content):
        yield OverlapKind.AREA, together


def _things(version: DesignVersion) -> set[tuple[str, str]]:
    return {(thing.kind, thing.name) for thing in version.things.all()}


def _areas(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if not one.get("boundary") or not other.get("boundary"):
        return False
    return boundary.overlap(boundary.of(one["boundary"]), boundary.of(other["boundary"]))
