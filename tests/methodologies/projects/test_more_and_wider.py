"""More of what a project does never gives less, what is known less well never more, and prudent is what says so."""

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from methodologies.projects.asked import Prudent
from methodologies.projects.published import factor, limit_of
from methodologies.projects.registry import all_methods, method
from methodologies.projects.stated import Given
from methodologies.projects.units import convert
from tests.methodologies.projects.published_cases import CASES, report_of

MORE = {
    "electricity-substitution": ["output.output"],
    "gas-substitution": ["output.output"],
    "photovoltaics": ["generation.generated"],
    "waste-to-energy": ["plant_power.exported"],
    "kitchen-waste-recycling": ["product.amount"],
    "kitchen-waste-energy": ["plant_power.exported", "biogas.fed_in"],
    "construction-waste": ["material.amount"],
    "waste-plastics": ["material.amount"],
    "e-waste": ["material.amount"],
    "forest-care": ["strata.volume_after", "areas.area", "areas.survival"],
    "linpan": ["strata.volume_after", "areas.area", "areas.survival", "trees.trees", "trees.survival"],
    "wetland": ["wetlands.area"],
    "soil-tested-fertiliser": ["fields.area", "fields.nitrogen_before", "fields.yield_now"],
    "greenway": ["areas.area", "areas.survival", "trees.trees", "trees.survival"],
    "low-carbon-management": ["output.output"],
    "energy-retrofit": ["power.output", "power.degree_days", "fuel.output"],
}
"""By method, the columns of which more means that the project did more of what it is for."""
PLACES = [
    (case, at, column)
    for case in CASES
    for at, line in enumerate(report_of(case).lines)
    for column in line.values
    if f"{line.table}.{column}" in MORE[case["method"]]
]
SOME_CASE = st.sampled_from(CASES)
TIMES = st.decimals(1, 3, places=2)
WIDTH = st.decimals(0, Decimal("0.5"), places=3)


def with_more(line, column, times):
    raised = (Decimal(line.values[column]) * times).quantize(Decimal("0.001"), ROUND_CEILING)
    return replace(line, values={**line.values, column: raised})


def net(case, report):
    return method(case["method"]).reckon(report).net_kg


@given(st.sampled_from(PLACES), TIMES)
def test_more_never_gives_less(place, times):
    case, at, column = place
    report = report_of(case)
    lines = [with_more(line, column, times) if n == at else line for n, line in enumerate(report.lines)]
    more = replace(report, lines=tuple(lines))
    assume(not method(case["method"]).check(more))

    assert net(case, more) >= net(case, report)


@given(SOME_CASE, WIDTH, WIDTH, st.data())
def test_what_is_known_less_well_never_gives_more(case, one, other, data):
    report = report_of(case)
    chosen = data.draw(st.integers(0, len(report.lines) - 1))

    def known(width):
        line = report.lines[chosen]
        wider = replace(line, values={**line.values, "uncertainty": width})
        return net(case, replace(report, lines=(*report.lines[:chosen], wider, *report.lines[chosen + 1 :])))

    assert known(max(one, other)) <= known(min(one, other))


@given(SOME_CASE, WIDTH, WIDTH, st.data())
def test_a_parameter_that_is_known_less_well_never_gives_more(case, one, other, data):
    report = report_of(case)
    stated = [name for name, given in report.parameters.items() if given.document]
    assume(stated)
    name = data.draw(st.sampled_from(stated))

    def known(width):
        wider = replace(report.parameters[name], uncertainty=width)
        return net(case, replace(report, parameters={**report.parameters, name: wider}))

    assert known(max(one, other)) <= known(min(one, other))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['source'][:60]}")
def test_each_parameter_is_prudent_on_the_side_that_it_says(case):
    """Of reports that gain something; a loss counts by the factors by which the gain before it did."""
    found, report = method(case["method"]), report_of(case)
    for parameter in found.parameters:
        values = [
            value for value in around(found, parameter, report) if not found.check(stating(report, parameter, value))
        ]
        nets = [net(case, stating(report, parameter, value)) for value in values]
        if parameter.prudent is Prudent.NEITHER or min(nets, default=0) <= 0:
            continue
        assert nets == sorted(nets, reverse=parameter.prudent is Prudent.HIGH), parameter.name


def around(found, parameter, report):
    """A parameter's own value in a report, a little less and a little more, as far as its limit lets it."""
    given, limit = report.parameters.get(parameter.name), limit_of(found.code, parameter.name)
    if given and given.document:
        value = convert(Decimal(given.value), given.unit or parameter.unit, parameter.unit)
    elif offers := parameter.offered(report.chosen):
        value = convert(factor(offers[0]).value, factor(offers[0]).unit, parameter.unit)
    else:
        return []
    near = {value * times for times in (Decimal("0.9"), Decimal(1), Decimal("1.1"))}
    return sorted(round(each, 8) for each in near if limit.least <= each <= limit.most)


def stating(report, parameter, value):
    own = Given(value, document="report")
    return replace(report, parameters={**report.parameters, parameter.name: own})


@given(SOME_CASE, st.randoms(use_true_random=False))
def test_order_of_the_lines_says_nothing(case, chance):
    report = report_of(case)
    shuffled = list(report.lines)
    chance.shuffle(shuffled)

    assert net(case, replace(report, lines=tuple(shuffled))) == net(case, report)


@pytest.mark.parametrize("found", all_methods().values(), ids=lambda found: found.code)
def test_every_method_says_what_makes_it_more(found):
    asked = {f"{table.code}.{column.name}" for table in found.tables for column in table.columns}

    assert MORE[found.code]
    assert set(MORE[found.code]) <= asked


def test_everything_that_makes_a_method_more_is_in_some_case():
    tried = {(case["method"], f"{report_of(case).lines[at].table}.{column}") for case, at, column in PLACES}

    assert tried == {(code, column) for code, columns in MORE.items() for column in columns}
