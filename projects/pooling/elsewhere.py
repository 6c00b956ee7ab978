"""What other projects count of vehicles and meters, by the pseudonyms under which citizens' acts hold them.

It is looked for from both sides: before acts are pooled, and before a project is registered or reports.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from activities.things import naming
from methodologies.meter import MeterSaving
from methodologies.projects.public_pooling import METHOD
from methodologies.registry import all_methodologies
from projects.cycle import reported
from projects.cycle.things import written
from projects.models import (
    CarbonProject,
    DesignThing,
    DesignVersion,
    ProjectDesign,
    ReportVersion,
    Stage,
    ThingKind,
)
from projects.refusals import PooledByCitizens, PooledInReport

MOST_TOLD = 5
"""Sources that a refusal names."""


class Elsewhere(NamedTuple):
    """A thing of another project, and the days for which it may be credited."""

    digest: str
    since: date
    until: date


def counted(since: date, until: date) -> list[Elsewhere]:
    """All that registered and pending designs name, or reports measure, in days of a period, whichever project's."""
    standing = ProjectDesign.objects.exclude(stage__in=[Stage.REJECTED, Stage.WITHDRAWN])
    versions = DesignVersion.objects.filter(design__in=standing, number=F("design__version"))
    things = DesignThing.objects.filter(version__in=versions, kind__in=[ThingKind.PLATE, ThingKind.METER])
    return sorted({*_of_days(things.select_related("version"), since, until), *_reported(since, until)})


def pooled(version: DesignVersion) -> int:
    """How many acts over a version's vehicles and meters are pooled already, in the days that it would be credited."""
    things = version.things.filter(kind__in=[ThingKind.PLATE, ThingKind.METER]).select_related("version")
    found = list(_of_days(things, date.min, date.max))
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_POOLED, [[one.digest for one in found], found[0].since, found[0].until])
        return int(cursor.fetchone()[0])


def check_free(version: DesignVersion) -> None:
    """That no act over its things is pooled. Raises `PooledByCitizens`."""
    if count := pooled(version):
        raise PooledByCitizens(count=count)


def check_report(version: ReportVersion) -> None:
    """That no act over what its lines were read from is pooled in their days, also while that month is only gathered.

    A month that is gathered later leaves such acts out; one that is declined frees them. Raises `PooledInReport`.
    """
    named = [(digest, line) for line in version.lines.all() for digest in _digests_of_source(line.source)]
    with connection.cursor() as cursor:
        cursor.execute(
            _POOLED_BY_SOURCE,
            {
                "digests": [digest for digest, _line in named],
                "sources": [line.source for _digest, line in named],
                "since": [line.starts_on for _digest, line in named],
                "until": [line.ends_on for _digest, line in named],
            },
        )
        found = cursor.fetchall()
    if found:
        count = len({act for act, _source in found})
        sources = sorted({source for _act, source in found})
        raise PooledInReport(count=count, sources="、".join(sources[:MOST_TOLD]))


def _digests_of_source(source: str) -> list[str]:
    """A line doesn't say whether it was read from a vehicle or a meter."""
    return [*digests(ThingKind.PLATE, source), *digests(ThingKind.METER, source)]


def _of_days(things: Iterable[DesignThing], since: date, until: date) -> Iterator[Elsewhere]:
    for thing in things:
        first, last = (date.fromisoformat(thing.version.content[end]) for end in ("credited_from", "credited_until"))
        if first <= until and since <= last:
            for digest in digests(ThingKind(thing.kind), thing.name):
                yield Elsewhere(digest, first, last)


def _reported(since: date, until: date) -> Iterator[Elsewhere]:
    """What lines of reports were read from."""
    others = CarbonProject.objects.exclude(method=METHOD.code)
    projects = others.filter(credited_from__lte=until, credited_until__gte=since).in_bulk()
    for pk, source in reported.sources():
        if found := projects.get(pk):
            for digest in _digests_of_source(source):
                yield Elsewhere(digest, found.credited_from, found.credited_until)


def digests(kind: ThingKind, name: str) -> list[str]:
    """Every pseudonym under which an act may hold it."""
    one = written(kind, name)
    if kind == ThingKind.PLATE:
        named = [naming.car_hours(one), naming.car_kilometres(one)]
    else:
        named = [naming.meter(scenario, one) for scenario in _meter_scenarios()]
    return [str(digest) for thing in named for digest in thing.digests]


def _meter_scenarios() -> list[str]:
    """A design says a meter's number and not of what it is."""
    return [code for code, method in all_methodologies().items() if isinstance(method, MeterSaving)]


_POOLED = """
    SELECT count(DISTINCT pooled.activity_id)
    FROM activities_thing AS thing
    JOIN activities_countedstretch AS stretch ON stretch.thing_id = thing.id
    JOIN projects_pooledact AS pooled ON pooled.activity_id = stretch.activity_id
    JOIN activities_activity AS act ON act.id = pooled.activity_id
    LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
    WHERE thing.digest = ANY (%s::uuid[]) AND act.city_day BETWEEN %s AND %s AND leaving.activity_id IS NULL
"""
_POOLED_BY_SOURCE = """
    SELECT DISTINCT pooled.activity_id, said.source
    FROM unnest(%(digests)s::uuid[], %(sources)s::text[], %(since)s::date[], %(until)s::date[])
        AS said (digest, source, since, until)
    JOIN activities_thing AS thing ON thing.digest = said.digest
    JOIN activities_countedstretch AS stretch ON stretch.thing_id = thing.id
    JOIN projects_pooledact AS pooled ON pooled.activity_id = stretch.activity_id
    JOIN activities_activity AS act ON act.id = pooled.activity_id AND act.city_day BETWEEN said.since AND said.until
    LEFT JOIN projects_poolleaving AS leaving ON leaving.activity_id = pooled.activity_id
    WHERE leaving.activity_id IS NULL
"""
