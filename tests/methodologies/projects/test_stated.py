"""What a project states is taken as it is, or refused in a sentence that says what to mend."""

from decimal import Decimal

import pytest

from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.troubles import SENTENCES, NotReckoned

YEAR = ("2026-01-01", "2026-12-31")
CAPACITY = {"capacity": Given("10", document="nameplate of 2025")}
PLANT = method("photovoltaics")
PLANT_2021 = Decimal("0.1255")


def generated(kwh, starts_on="2026-01-01", ends_on="2026-01-31", source="M-1", **others):
    return Line("generation", source, starts_on, ends_on, {"generated": kwh, **others})


def codes(*lines, parameters=CAPACITY, chosen=None):
    return [trouble.code for trouble in PLANT.check(Report(*YEAR, parameters, lines, chosen or {}))]


def test_a_sound_report_has_no_trouble():
    assert codes(generated(1000)) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "missing"),
        ("a lot", "not_a_number"),
        (1.5, "not_a_number"),
        ("NaN", "not_a_number"),
        (True, "not_a_number"),
        ("1.2345", "too_many_decimals"),
        ("-1", "too_little"),
        ("10000000001", "too_much"),
        ("8000", "beyond_capacity"),
    ],
)
def test_a_number_that_cannot_be_is_refused(value, code):
    assert codes(generated(value)) == [code]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given(), "missing"),
        (Given("10"), "no_document"),
        (Given("10", document="  "), "no_document"),
        (Given("0", document="nameplate"), "not_above"),
        (Given(factor="grid-sichuan-2023"), "not_offered"),
        (Given("10", unit="kWh", document="nameplate"), "unit_unknown"),
        (Given("10", document="nameplate", uncertainty="0.6"), "too_much"),
    ],
)
def test_a_parameter_rests_on_a_document(given, code):
    assert codes(generated(1000), parameters={"capacity": given}) == [code]


def test_a_published_factor_is_chosen_by_its_code_and_takes_no_value_beside_it():
    chosen = {**CAPACITY, "grid_credit": Given(factor="grid-sichuan-2021")}
    both = {**CAPACITY, "grid_credit": Given("0.9", factor="grid-sichuan-2021")}

    assert PLANT.reckon(Report(*YEAR, chosen, (generated(1000),))).baseline_kg == 1000 * PLANT_2021
    assert codes(generated(1000), parameters=both) == ["value_and_factor"]


def test_what_nobody_asked_for_is_refused():
    assert codes(generated(1000, moonshine=1)) == ["unknown"]
    assert codes(generated(1000), parameters={**CAPACITY, "moon": Given("1", document="d")}) == ["unknown"]
    assert codes(generated(1000), Line("moon", "M", *YEAR, {})) == ["unknown_table"]
    assert codes(generated(1000), chosen={"moon": "full"}) == ["unknown"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "code"),
    [
        ("2025-12-31", "2026-01-31", "outside"),
        ("2026-12-01", "2027-01-01", "outside"),
        ("2026-02-30", "2026-03-01", "no_period"),
        ("2026-02-02", "2026-02-01", "no_period"),
    ],
)
def test_a_line_lies_in_the_monitored_period(starts_on, ends_on, code):
    assert codes(generated(100, starts_on, ends_on)) == [code]


def test_a_meter_counts_a_day_once():
    first, next_month = generated(1000), generated(1000, "2026-02-01", "2026-02-28")

    assert codes(first, next_month) == []
    assert codes(first, generated(1000, source="M-2")) == []
    assert codes(first, generated(1000, "2026-01-31", "2026-02-28")) == ["overlap"]
    assert codes(next_month, first, generated(1, "2026-02-28", "2026-03-01")) == ["overlap"]


def test_lines_without_a_source_and_reports_without_a_line_are_refused():
    assert codes(generated(1000, source=" ")) == ["no_source"]
    assert codes() == ["no_lines"]


def test_part_is_not_more_than_the_whole():
    assert codes(generated(100, certified=101)) == ["more_than_whole"]


def test_all_troubles_are_told_at_once_with_the_line_and_in_both_languages():
    report = Report(*YEAR, {}, (generated("x"), generated(-1, "2026-02-01", "2026-02-28")))

    with pytest.raises(NotReckoned) as refused:
        PLANT.reckon(report)

    found = [(trouble.code, trouble.where, trouble.line) for trouble in refused.value.troubles]
    assert found == [("missing", "capacity", None), ("not_a_number", "generated", 0), ("too_little", "generated", 1)]
    assert refused.value.troubles[2].sentence == {
        "zh-hans": "“发电量（上网与自用）”不应小于 0 千瓦时，填的是 -1 千瓦时。",
        "en": "“Generated, fed in and used” is at least 0 kWh; -1 kWh was stated.",
    }


def test_every_sentence_is_in_both_languages_with_the_same_places():
    for words in SENTENCES.values():
        assert set(words) == {"zh-hans", "en"}
        assert places(words["zh-hans"]) == places(words["en"])


def places(text):
    return {part.partition("}")[0] for part in text.split("{")[1:]}


class TestRetrofit:
    """What a retrofit must say besides its numbers."""

    RETROFIT = method("energy-retrofit")
    BASELINE = {"power_by_output": Given("2", document="submeters"), "fuel_by_output": Given("1", document="meters")}
    POWER = Line("power", "E-1", *YEAR, {"used": 10, "output": 10})
    FUEL = Line("fuel", "F-1", *YEAR, {"used": 10, "output": 10})

    def codes(self, *lines, parameters=BASELINE, chosen=None):
        return [trouble.code for trouble in self.RETROFIT.check(Report(*YEAR, parameters, lines, chosen or {}))]

    def test_power_alone_needs_no_fuel(self):
        assert self.codes(self.POWER) == []

    def test_fuel_needs_to_be_named_and_an_unlisted_one_measured(self):
        assert self.codes(self.FUEL) == ["missing"]
        assert self.codes(self.FUEL, chosen={"fuel": "diesel"}) == []
        assert self.codes(self.FUEL, chosen={"fuel": "other"}) == ["missing"] * 3
        assert self.codes(self.FUEL, chosen={"fuel": "moonshine"}) == ["not_an_option"] + ["missing"] * 3

    def test_a_saving_needs_a_baseline(self):
        assert self.codes(self.POWER, parameters={}) == ["no_baseline"]
        assert self.codes() == ["no_lines"]
