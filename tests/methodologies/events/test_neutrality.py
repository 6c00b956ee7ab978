"""Emissions of events: every line against published or hand-worked cases, upwards, and honest about their range."""

from collections import Counter
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from methodologies.events.asked import FUELS, GOODS, PASSENGERS, TABLES, VEHICLES, WASTES
from methodologies.events.emission import document, tonnes_for
from methodologies.events.neutrality import EVENT
from methodologies.projects.published import limit_of
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import Basis
from methodologies.projects.troubles import NotReckoned

DAYS = ("2026-03-02", "2026-03-03")
CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
IDS = [f"{number}: {case['source'][:50]}" for number, case in enumerate(CASES)]
KINDS = [each[0] for each in (*PASSENGERS, *VEHICLES, *FUELS, *GOODS, *WASTES)]
WIDTH = st.decimals(0, Decimal("0.5"), places=3)


def report_of(case) -> Report:
    lines = tuple(
        Line(each["table"], each.get("source", "A"), *DAYS, each["values"], each.get("units", {}))
        for each in case["lines"]
    )
    return Report(*DAYS, {name: Given(**said) for name, said in case.get("parameters", {}).items()}, lines)


def with_value(report: Report, name: str, value) -> Report:
    first, *rest = report.lines
    return replace(report, lines=(replace(first, values={**first.values, name: value}), *rest))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_line_comes_to_what_the_source_says(case):
    emission = EVENT.estimate(report_of(case))

    for name in ("exact_kg", "low_kg", "high_kg"):
        if name in case:
            assert abs(getattr(emission, name) - Decimal(case[name])) <= Decimal(case.get("within", 0)), name
    assert emission.kilograms == int(emission.exact_kg.to_integral_value(ROUND_CEILING))
    assert abs(sum(emission.tables.values()) - emission.exact_kg) < Decimal("1e-9")
    assert emission.low_kg <= emission.exact_kg <= emission.high_kg


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_steps_say_where_each_number_was_read_and_are_kept_whole(case):
    emission = EVENT.estimate(report_of(case))
    kept = document(emission)

    assert len(kept["steps"]) == len(emission.parts)
    assert [step["table"] for step in kept["steps"]] == [part.table for part in emission.parts]
    for part in emission.parts:
        assert {term.basis for term in part.step.terms} & {Basis.PUBLISHED, Basis.STATED}
        assert all(term.origin for term in part.step.terms if term.basis is not Basis.ARITHMETIC)


def test_every_line_has_two_cases():
    tables = Counter(line["table"] for case in CASES for line in case["lines"])
    kinds = Counter(line["values"].get("kind") for case in CASES for line in case["lines"])

    assert min(tables[table.code] for table in TABLES) >= 2
    # Goods count alike, by the event's own factor.
    assert min(kinds[kind] for kind in KINDS if kind not in {each[0] for each in GOODS}) >= 2
    assert all(kinds[each[0]] for each in GOODS)


@given(st.sampled_from(CASES), st.integers(1, 7))
def test_more_activity_never_emits_less(case, times):
    report = report_of(case)
    amounts = {name: value for name, value in report.lines[0].values.items() if name not in {"kind", "uncertainty"}}
    before = EVENT.estimate(report)

    for name, value in amounts.items():
        most = limit_of(EVENT.code, f"{report.lines[0].table}.{name}").most
        after = EVENT.estimate(with_value(report, name, min(Decimal(value) * times, most)))
        assert after.exact_kg >= before.exact_kg
        assert after.kilograms >= before.kilograms


@given(st.sampled_from(CASES), WIDTH, WIDTH)
def test_uncertainty_widens_and_never_narrows(case, one, other):
    narrow, wide = (EVENT.estimate(with_value(report_of(case), "uncertainty", width)) for width in sorted((one, other)))

    assert wide.exact_kg >= narrow.exact_kg
    assert wide.low_kg <= narrow.low_kg
    assert wide.high_kg >= narrow.high_kg


@given(st.lists(st.sampled_from(CASES), min_size=2, max_size=4, unique_by=lambda case: case["source"]))
def test_another_line_never_takes_anything_away(cases):
    lines: tuple[Line, ...] = ()
    parameters: dict[str, Given] = {}
    last = Decimal(0)
    for number, case in enumerate(cases):
        report = report_of(case)
        lines += tuple(replace(line, source=f"{number} {line.source}") for line in report.lines)
        parameters = {**report.parameters, **parameters}
        found = EVENT.estimate(Report(*DAYS, parameters, lines)).exact_kg
        assert found > last
        last = found


@pytest.mark.parametrize(("kilograms", "tonnes"), [(962, 1), (1000, 1), (1001, 2), (1, 1), (1_163_590, 1164), (0, 0)])
def test_whole_tonnes_are_rounded_up(kilograms, tonnes):
    """962 kg: the event of 2024-08-15 in Chengdu; 1,163.59 t: the final of 苏超 on 2025-11-01."""
    assert tonnes_for(kilograms) == tonnes


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ({"table": "meals", "values": {"meals": 10}}, "meal"),
        ({"table": "heat", "values": {"used": 1}}, "heat_factor"),
        ({"table": "freight", "values": {"work": 1}}, "freight_factor"),
        ({"table": "supplies", "values": {"kind": "paper", "amount": 1}}, "paper"),
        ({"table": "waste", "values": {"kind": "waste_burnt", "amount": 1}}, "waste_burnt"),
    ],
)
def test_what_is_nowhere_published_is_never_a_default(line, where):
    with pytest.raises(NotReckoned) as refused:
        EVENT.estimate(report_of({"lines": [line]}))

    assert [(trouble.code, trouble.where) for trouble in refused.value.troubles] == [("missing", where)]


def test_nothing_is_no_estimate():
    with pytest.raises(NotReckoned) as refused:
        EVENT.estimate(Report(*DAYS, {}, ()))

    assert [trouble.code for trouble in refused.value.troubles] == ["no_lines"]


def test_the_same_people_do_not_travel_twice_by_the_same_way():
    line = {"table": "travel", "source": "Beijing guests", "values": {"kind": "rail", "people": 5, "distance": 10}}
    other = {**line, "values": {**line["values"], "kind": "metro"}}

    with pytest.raises(NotReckoned) as refused:
        EVENT.estimate(report_of({"lines": [line, line]}))
    assert [trouble.code for trouble in refused.value.troubles] == ["overlap"]
    assert EVENT.estimate(report_of({"lines": [line, other]})).parts
