"""What two projects both cover in the same years: found when one is submitted, and ruled on by the desk in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from projects.cycle import boundary
from projects.cycle.conflicts import check_impartial
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
    """Writes down what overlaps with any other design that stands; what is known already stays as it was ruled on."""
    own = _things(version)
    rows = [
        Overlap(version=version, other=other, kind=kind, facts=facts, found_at=now)
        for other in _others(version)
        for kind, facts in _found(version, own, other)
    ]
    return Overlap.objects.bulk_create(rows, ignore_conflicts=True)


def unruled(design: ProjectDesign) -> QuerySet[Overlap]:
    """Those of what was submitted last on which nobody has decided."""
    return Overlap.objects.filter(version__design=design, version__number=design.version, ruling=None)


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
    together = _days_together(version.content, other.content)
    for kind, name in sorted(own & _things(other)):
        # What another mechanism has counted is counted, whenever.
        if together or kind == ThingKind.MECHANISM:
            yield OverlapKind.THING, {"kind": kind, "name": name, **together}
    if together and _areas(version.content, other.content):
        yield OverlapKind.AREA, together


def _things(version: DesignVersion) -> set[tuple[str, str]]:
    return {(thing.kind, thing.name) for thing in version.things.all()}


def _days_together(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """The first and the last day for which both would be credited; nothing where there is none."""
    since = max(one["credited_from"], other["credited_from"])
    until = min(one["credited_until"], other["credited_until"])
    return {"since": since, "until": until} if since <= until else {}


def _areas(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if not one.get("boundary") or not other.get("boundary"):
        return False
    return boundary.overlap(boundary.of(one["boundary"]), boundary.of(other["boundary"]))
