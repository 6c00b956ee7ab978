"""The worked examples of docs/projects-methods.md, through the real code."""

from decimal import Decimal

from methodologies.projects.prudence import steps
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import plain
from tests.house.test_docs import PROJECTS, example


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
