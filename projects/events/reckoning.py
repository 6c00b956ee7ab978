"""A version is reckoned at once whenever it changes: what the event emits, or what is to be mended."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection

from methodologies.events.emission import document
from methodologies.events.neutrality import EVENT
from methodologies.projects.stated import Report
from methodologies.projects.troubles import NotReckoned
from projects.models import Event, EventLine, EventVersion
from projects.monitoring.hashing import HASH
from projects.monitoring.reckoning import MOST_TROUBLES, told
from projects.monitoring.stated import as_line, given

BEFORE, AFTER = timedelta(days=60), timedelta(days=30)
"""Building up, arriving, taking down: lines of these days count. This portal's proposal."""


def report_of(event: Event, parameters: object, lines: Iterable[EventLine]) -> Report:
    """What the calculator reckons."""
    first, last = event.starts_on - BEFORE, event.ends_on + AFTER
    stated = given(parameters if isinstance(parameters, dict) else {})
    return Report(first.isoformat(), last.isoformat(), stated, tuple(map(as_line, lines)))


def reckon(version: EventVersion) -> EventVersion:
    """Reckons the lines as they are and writes down the result, or the troubles. Raises nothing."""
    lines = list(version.lines.order_by("nth"))
    version.result, version.troubles, version.kilograms = {}, [], 0
    try:
        emission = EVENT.estimate(report_of(version.event, version.parameters, lines))
    except NotReckoned as refused:
        version.troubles = [told(trouble, lines) for trouble in refused.troubles[:MOST_TROUBLES]]
    else:
        version.result, version.kilograms = document(emission), emission.kilograms
    version.save(update_fields=["result", "troubles", "kilograms"])
    return version


def lines_sha256(version: EventVersion) -> str:
    """Of the lines as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HASH} FROM projects_eventline AS line WHERE version_id = %s", [version.pk])  # noqa: S608
        return str(cursor.fetchone()[0])
