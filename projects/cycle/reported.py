"""What other registered projects report of the things that a design covers: meters, plots and plates of their lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from projects.cycle.things import written
from projects.models import CarbonProject, DesignVersion, ReportLine, ReportStatus, ReportVersion, ThingKind

MEASURED = (ThingKind.METER, ThingKind.PLOT, ThingKind.PLATE)
"""What the source of a line may be."""
Things = set[tuple[str, str]]


def things(
    version: DesignVersion, own: Things, told: set[tuple[int | None, str, str]]
) -> Iterator[tuple[CarbonProject, Mapping[str, Any]]]:
    """Each project with a thing that both are credited for; `told` are those that its design names itself."""
    wanted = sorted((kind, name) for kind, name in own if kind in MEASURED)
    found_in = list(sources()) if wanted else []
    projects = CarbonProject.objects.in_bulk({project for project, _source in found_in})
    for kind, name in wanted:
        for pk in sorted({pk for pk, source in found_in if written(ThingKind(kind), source) == name}):
            found = projects[pk]
            together = days_together(version.content, found.credited_from.isoformat(), found.credited_until.isoformat())
            if together and (pk, kind, name) not in told:
                yield found, {"kind": kind, "name": name, **together}


def days_together(one: Mapping[str, Any], since: str, until: str) -> dict[str, str]:
    """The first and the last day for which both would be credited; nothing where there is none."""
    first, last = max(one["credited_from"], since), min(one["credited_until"], until)
    return {"since": first, "until": last} if first <= last else {}


def sources() -> QuerySet[ReportLine, tuple[int, str]]:
    """Of what every report that stands has submitted last: the project, and what a line was read from, each once."""
    submitted = ReportVersion.objects.filter(report=OuterRef("version__report"), frozen_at__isnull=False)
    latest = Subquery(submitted.order_by("-nth").values("pk")[:1])
    lines = ReportLine.objects.filter(version=latest).exclude(version__report__status=ReportStatus.WITHDRAWN)
    return lines.order_by().values_list("version__report__project", "source").distinct()
