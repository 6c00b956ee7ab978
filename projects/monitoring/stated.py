"""What rows say, as methods read it: the parameters of the registered design, and lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from methodologies.projects.base import ProjectMethod
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from projects.models import CarbonProject, EventLine, ReportLine


def method_of(project: CarbonProject) -> ProjectMethod:
    """The method that a project is reckoned by. Raises `KeyError` where there is none."""
    return method(project.method)


def given(parameters: Mapping[str, Any]) -> dict[str, Given]:
    """Of a project's parameters those that are numbers."""
    return {name: Given(**stated) for name, stated in parameters.get("given", {}).items()}


def chosen(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Of a project's parameters the answers of the method's choices."""
    return dict(parameters.get("chosen", {}))


def as_line(row: ReportLine | EventLine) -> Line:
    return Line(row.table, row.source, row.starts_on.isoformat(), row.ends_on.isoformat(), row.values, row.units)


def report(starts_on: date, ends_on: date, parameters: Mapping[str, Any], lines: Iterable[ReportLine]) -> Report:
    """What the method reckons."""
    return Report(
        starts_on.isoformat(),
        ends_on.isoformat(),
        given(parameters),
        tuple(map(as_line, lines)),
        chosen(parameters),
    )
