"""Every method goes from the forms of a design to verified kilograms, by numbers that the project states itself."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

from methodologies.projects.known import Status, known
from methodologies.projects.registry import all_methods, method
from methodologies.projects.stated import Line, Report
from methodologies.projects.told import Result
from projects.cycle.content import expected, missing
from projects.cycle.forms.method import LineForm, ParametersForm
from projects.cycle.forms.pages import method_choices
from projects.models import Part
from tests.conftest import TODAY
from tests.methodologies.projects.published_cases import CASES, report_of
from tests.projects.conftest import make_project, seat
from tests.projects.cycle.conftest import CONTENT
from tests.projects.monitoring.conftest import begun, handed_in, sampled, verified, written

EACH = pytest.mark.parametrize("code", all_methods())


def case_of(code: str) -> Report:
    """The first of its method by which something is reduced, as many years earlier as it takes to be over today."""
    reports = (report_of(case) for case in CASES if case["method"] == code)
    found = next(report for report in reports if method(code).reckon(report).reduction_kg >= 1)
    years = next(years for years in range(3) if past(found.ends_on, years) < TODAY.isoformat())
    lines = (
        replace(one, starts_on=past(one.starts_on, years), ends_on=past(one.ends_on, years)) for one in found.lines
    )
    days = {"starts_on": past(found.starts_on, years), "ends_on": past(found.ends_on, years)}
    return replace(found, **days, lines=tuple(lines))


def past(day: str, years: int) -> str:
    return f"{int(day[:4]) - years}{day[4:]}"


def typed(report: Report) -> dict[str, str]:
    """What somebody fills into the page of parameters."""
    parts = ("factor", "value", "unit", "document", "uncertainty")
    said = {f"{name}.{part}": getattr(given, part) for name, given in report.parameters.items() for part in parts}
    return {name: str(value) for name, value in {**said, **report.chosen}.items() if value}


def parameters(code: str, report: Report) -> dict[str, object]:
    content = {"method": code, "chosen": dict(report.chosen)}
    form = ParametersForm(typed(report), content=content)
    assert form.is_valid(), form.errors
    return form.values()


def lines(code: str, report: Report) -> list[dict[str, object]]:
    found = []
    for line in report.lines:
        said = {f"{name}.value": str(value) for name, value in line.values.items()}
        said |= {f"{name}.unit": unit for name, unit in line.units.items()}
        days = {"source": line.source, "starts_on": line.starts_on, "ends_on": line.ends_on}
        form = LineForm({**said, **days}, method=method(code), table=method(code).table(line.table))
        assert form.is_valid(), form.errors
        found.append(form.line())
    return found


def test_every_name_is_offered_with_how_much_of_it_is_public():
    offered = dict(method_choices())

    assert set(offered) == {"", *(code for code, entry in known().items() if entry.status is not Status.PROPOSED)}
    assert offered["low-carbon-management"] == "低碳管理 · 系数按项目填报"


@EACH
def test_forms_take_what_the_method_asks_and_it_is_reckoned_the_same(code):
    report = case_of(code)
    content = {**CONTENT, "method": code, **parameters(code, report), "lines": lines(code, report)}

    found = expected(content)

    assert isinstance(found, Result), found
    days = [day for line in report.lines for day in (line.starts_on, line.ends_on)]
    assert found.net_kg == method(code).reckon(replace(report, starts_on=min(days), ends_on=max(days))).net_kg
    assert [one for one in missing(content, has_documents=True) if one.step in ("parameters", "expected")] == []


@EACH
def test_project_is_monitored_and_verified_by_what_it_stated(code, client, forest, verifier, auditor):
    report, owner = case_of(code), seat(forest, Part.OWNER)
    asked = {"method": code, "parameters": parameters(code, report), "credited_from": date(1990, 1, 1)}
    project = make_project(forest, 7, buffer_percent=0, **asked)
    draft = begun(project, owner, date.fromisoformat(report.starts_on), date.fromisoformat(report.ends_on))
    handed = handed_in(written(draft, owner, *(Line(**line) for line in lines(code, report))), verifier, owner)
    reckoned = int(method(code).reckon(report).reduction_kg)

    assert handed.versions.get().kilograms == reckoned
    stated = verified(sampled(handed, auditor), auditor, reckoned)

    assert stated.kilograms == reckoned
    page = client.get(reverse("projects:project", args=[project.public_id])).content.decode()
    for given in report.parameters.values():
        if given.document:
            assert escape(f"项目自定，依据：{given.document}") in page
