"""The worked examples of docs/projects-methods.md, through the real code."""

from decimal import Decimal

from methodologies.projects.known import fields, statuses
from methodologies.projects.prudence import steps
from methodologies.projects.registry import all_methods, method, register
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import plain
from tests.house.test_docs import PROJECTS, example
from tests.methodologies.projects.published_cases import CASES, report_of


def test_uncertainty_is_taken_off_as_the_document_says():
    stated = [tuple(row.values()) for row in example(PROJECTS, "uncertainty-steps")]

    assert stated == [(f"{most * 100:.0f} %", f"{share * 100:.0f} %") for most, share in steps()]


def test_plant_comes_to_what_the_document_says():
    values = {"generated": 1000, "certified": 100, "auxiliary": 10, "uncertainty": "0.12"}
    line = Line("generation", "M-1", "2026-01-01", "2026-01-31", values)
    capacity = {"capacity": Given("10", document="nameplate")}

    result = method("photovoltaics").reckon(Report("2026-01-01", "2026-01-31", capacity, (line,)))

    told = [
        (step.title["zh-hans"], step.formula, step.worked["zh-hans"], plain(step.kg), plain(step.deducted_kg))
        for step in result.steps
    ]
    assert [tuple(row.values()) for row in example(PROJECTS, "plant")] == told
    assert result.reduction_kg == Decimal("133.99104")


def test_register_is_that_of_the_document():
    stated = [tuple(row.values()) for row in example(PROJECTS, "register")]

    assert stated == [
        (
            entry.code,
            entry.name["zh-hans"],
            fields()[entry.field].label["zh-hans"],
            statuses()[entry.status].label["zh-hans"],
            method(entry.code).symbols if entry.code in all_methods() else "–",
        )
        for entry in register()
    ]


def test_grove_comes_to_what_the_document_says():
    [case] = [case for case in CASES if case["method"] == "linpan" and "15 kg" in case["source"]]

    result = method("linpan").reckon(report_of(case))

    told = [(step.title["zh-hans"], step.side.value, step.worked["zh-hans"], plain(step.kg)) for step in result.steps]
    assert [tuple(row.values()) for row in example(PROJECTS, "grove")] == told
    assert (result.removed_kg, result.buffer_kg) == (4440, 888)
