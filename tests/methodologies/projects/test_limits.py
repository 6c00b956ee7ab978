"""Every limit of every number that a method asks is held, from both sides and to the last digit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from methodologies.events.neutrality import EVENT
from methodologies.projects.forms import line_fields, parameter_fields
from methodologies.projects.registry import all_methods, method
from methodologies.projects.stated import Given, Line

METHODS = pytest.mark.parametrize("found", [*all_methods().values(), EVENT], ids=lambda found: found.code)


def beyond(field):
    """Values that the limit of a field does not take, and what is said of them."""
    step = Decimal(1).scaleb(-field.decimals)
    below = (field.limit.least, "not_above") if field.limit.above else (field.limit.least - step, "too_little")
    return [below, (field.limit.most + step, "too_much")]


def within(field):
    return [field.limit.least + (Decimal(1).scaleb(-field.decimals) if field.limit.above else 0), field.limit.most]


def codes(troubles, name):
    return [trouble.code for trouble in troubles if trouble.where == name]


@METHODS
def test_lines_hold_their_limits(found):
    for table in found.tables:
        line = Line(table.code, "S", "2026-01-01", "2026-12-31", {})
        for field in line_fields(found, table):
            if field.limit:
                for value, code in beyond(field):
                    stated = replace(line, values={field.name: value})
                    assert codes(found.check_line(stated), field.name) == [code], (table.code, field.name)
                for value in within(field):
                    stated = replace(line, values={field.name: value})
                    assert codes(found.check_line(stated), field.name) == [], (table.code, field.name)


@METHODS
def test_parameters_hold_their_limits(found):
    for field in parameter_fields(found):
        if field.limit:
            for value, code in beyond(field):
                given = {field.name: Given(value, document="report")}
                assert codes(found.check_parameters(given, {}), field.name) == [code], field.name
            for value in within(field):
                given = {field.name: Given(value, document="report")}
                assert codes(found.check_parameters(given, {}), field.name) == [], field.name


@METHODS
def test_a_value_of_ones_own_needs_its_document(found):
    for field in parameter_fields(found):
        if field.limit:
            given = {field.name: Given(field.limit.most)}
            assert codes(found.check_parameters(given, {}), field.name) == ["no_document"]


def test_amounts_in_another_unit_are_held_by_the_same_limit():
    line = Line("areas", "P", "2026-01-01", "2026-12-31", {"area": 1_500_000, "survival": 100, "uncertainty": 0})
    units = {"area": "mu", "survival": "percent"}

    assert method("linpan").check_line(replace(line, units=units)) == ()
    more = replace(line, values={**line.values, "area": "1500000.1"}, units=units)
    assert [trouble.sentence["en"] for trouble in method("linpan").check_line(more)] == [
        "“Area” is at most 100,000 ha; 100,000.006667 ha was stated."
    ]
