"""Deductions for what is not known well enough, and numbers as people read them."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from methodologies.projects.prudence import deduction, together
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import plain

SHARES = st.decimals(0, 1, places=4)


def test_published_example_takes_a_quarter_of_the_half_width():  # AR-TOOL14, appendix 2: 60 ± 9 t gives 57.75
    assert 60 * (1 - deduction(Decimal(9) / 60)) == Decimal("57.75")


@pytest.mark.parametrize(
    ("uncertainty", "taken_off"),
    [("0", "0"), ("0.10", "0"), ("0.1001", "0.025025"), ("0.20", "0.10"), ("0.30", "0.225"), ("0.31", "0.31")],
)
def test_deduction_goes_by_the_published_steps(uncertainty, taken_off):
    assert deduction(Decimal(uncertainty)) == Decimal(taken_off)


@given(SHARES, SHARES)
def test_wider_never_takes_off_less(one, other):
    assert deduction(min(one, other)) <= deduction(max(one, other))


@given(SHARES, SHARES, SHARES)
def test_what_is_less_known_makes_the_product_less_known(one, other, more):
    assert together([one, other]) <= together([one, max(other, more)])
    assert together([one, other]) >= max(one, other)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("4860000", "4,860,000"),
        ("0.5306", "0.5306"),
        ("0", "0"),
        ("-1234.5", "-1,234.5"),
        ("0.000000123456789", "0.000000123457"),
        ("1E+3", "1,000"),
        ("2.50", "2.5"),
    ],
)
def test_numbers_are_written_plainly(number, written):
    assert plain(Decimal(number)) == written


def test_thirds_of_a_ton_on_three_plots_are_a_ton_whoever_asks():
    grove = method("greenway")
    rates = {"area_rate": Given("1", document="plots"), "anyway": Given("0", document="plots")}
    lines = tuple(
        Line("areas", plot, "2026-01-01", "2026-12-31", {"area": 5, "survival": 1, "uncertainty": 0}, {"area": "mu"})
        for plot in "ABC"
    )
    result = grove.reckon(Report("2026-01-01", "2026-12-31", rates, lines))

    with localcontext(Context(prec=20)):
        assert result.removed_kg == result.reduction_kg == 1000
    assert result.issuable_kg == 800
