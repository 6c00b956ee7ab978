"""What the desk finds of the second path: by name, public id, credit code, number of a project, decision or units."""

import re
from collections.abc import Iterator

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from common.desk_search import MOST, Found, by_public_id
from projects.models import CarbonProject, MonitoringReport, Organisation, ProjectDesign, Proposal, UnitBlock
from projects.serials import numbers_in

BY_ID: tuple[type[Model], ...] = (Organisation, ProjectDesign, CarbonProject, MonitoringReport, Proposal)
LONGEST_NUMBER = 9
"""Digits of a project's number."""


def find(text: str, request: HttpRequest) -> Iterator[Found]:
    for model in BY_ID:
        yield from by_public_id(text, model._default_manager.all(), _right(model), request)
    for rows in (_organisations(text), _designs(text), _projects(text), _reports(text), _proposals(text), _units(text)):
        if request.user.has_perm(_right(rows.model)):
            for row in rows.order_by("pk")[:MOST]:
                yield Found(row._meta.verbose_name, str(row), row)


def _right(model: type[Model]) -> str:
    return f"projects.view_{model._meta.model_name}"


def _named(text: str, field: str = "name") -> Q:
    return Q(**{f"{field}__zh-hans__icontains": text}) | Q(**{f"{field}__en__icontains": text})


def _numbered(text: str, field: str = "number") -> Q:
    """A project's number, with its zeros in front or without; finds nothing where the text is none."""
    is_number = re.fullmatch(rf"[0-9]{{1,{LONGEST_NUMBER}}}", text) is not None
    return Q(**{field: int(text)}) if is_number else Q(pk=None)


def _organisations(text: str) -> QuerySet[Organisation]:
    code = re.sub(r"[\s-]", "", text).upper()
    return Organisation.objects.filter(_named(text) | Q(licence=code))


def _designs(text: str) -> QuerySet[ProjectDesign]:
    return ProjectDesign.objects.filter(_named(text, "draft__name"))


def _projects(text: str) -> QuerySet[CarbonProject]:
    return CarbonProject.objects.filter(_named(text) | _numbered(text))


def _reports(text: str) -> QuerySet[MonitoringReport]:
    """Those of a project, and the one with a verifier's number of its statement."""
    of_project = _named(text, "project__name") | _numbered(text, "project__number")
    return MonitoringReport.objects.filter(of_project | Q(statement__number=text)).select_related("project")


def _proposals(text: str) -> QuerySet[Proposal]:
    return Proposal.objects.filter(document=text).select_related("project")


def _units(text: str) -> QuerySet[UnitBlock]:
    """The blocks in which units of a serial number are now."""
    found = numbers_in(text)
    wanted = Q(numbers__overlap=tuple(found)) if found else Q(pk=None)
    return UnitBlock.objects.filter(wanted).select_related("issuance__project")
