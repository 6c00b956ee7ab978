"""Every method of projects against published cases, and ones that were worked by hand."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from methodologies.projects.registry import all_methods, method
from methodologies.projects.told import Basis, plain
from methodologies.projects.writing import document
from tests.methodologies.projects.published_cases import CASES, report_of

SUMS = ("baseline_kg", "removed_kg", "project_kg", "leakage_kg", "uncertainty_kg", "reduction_kg", "shortfall_kg")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['source'][:60]}")
def test_method_comes_to_what_the_source_says(case):
    result = method(case["method"]).reckon(report_of(case))

    stated = [name for name in (*SUMS, "buffer_kg", "issuable_kg") if name in case]
    assert stated
    for name in stated:
        found = getattr(result, name)
        assert isinstance(found, Decimal)
        assert abs(found - Decimal(case[name])) <= Decimal(case.get("within", 0)), (name, found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['source'][:60]}")
def test_steps_add_up_and_say_where_each_number_was_read(case):
    result = method(case["method"]).reckon(report_of(case))

    total = result.baseline_kg + result.removed_kg - result.project_kg - result.leakage_kg - result.uncertainty_kg
    assert total == result.net_kg == result.reduction_kg - result.shortfall_kg
    assert result.issuable_kg + result.buffer_kg == result.reduction_kg
    for step in result.steps:
        assert set(step.worked) == set(step.title) == {"zh-hans", "en"}
        assert all(step.worked.values())
        assert all(term.symbol in step.formula for term in step.terms), (step.formula, [t.symbol for t in step.terms])
        assert {term.basis for term in step.terms} & {Basis.PUBLISHED, Basis.STATED}
        for term in step.terms:
            assert bool(term.origin) == (term.basis is not Basis.ARITHMETIC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['source'][:60]}")
def test_reckoning_is_kept_as_a_document_without_loss(case):
    result = method(case["method"]).reckon(report_of(case))

    kept = json.loads(json.dumps(document(result)))

    assert kept == document(result)
    assert [Decimal(step["kg"]) for step in kept["steps"]] == [step.kg for step in result.steps]
    assert Decimal(kept["issuable_kg"]) == result.issuable_kg


def test_waste_of_each_year_is_told_beside_what_of_it_decays():
    [case] = [case for case in CASES if case["method"] == "kitchen-waste-recycling" and "third" in case["source"]]

    step = method(case["method"]).reckon(report_of(case)).steps[0]

    told = [(term.label["en"], plain(term.value)) for term in step.terms if term.symbol == "W"]
    assert told == [(f"Waste that came in {year}", "1,000") for year in (2024, 2025, 2026)]


def test_every_method_has_two_cases():
    counted = Counter(case["method"] for case in CASES)

    assert set(counted) == set(all_methods())
    assert min(counted.values()) >= 2
