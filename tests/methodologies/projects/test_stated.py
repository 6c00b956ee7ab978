"""What a project states is taken as it is, or refused in a sentence that says what to mend."""

from dataclasses import replace
from decimal import Decimal

import pytest

from methodologies.projects.favourable import favourable
from methodologies.projects.registry import method
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.troubles import SENTENCES, NotReckoned

YEAR = ("2026-01-01", "2026-12-31")
CAPACITY = {"capacity": Given("10", document="nameplate of 2025")}
PLANT = method("photovoltaics")


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
        ("1E+999999", "not_a_number"),
        ("1E-999999", "not_a_number"),
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
        (Given(document="nameplate"), "missing"),
        (Given("10"), "no_document"),
        (Given("10", document="  "), "no_document"),
        (Given("0", document="nameplate"), "not_above"),
        (Given(factor="wood-density"), "not_offered"),
        (Given("10", unit="kWh", document="nameplate"), "unit_unknown"),
        (Given("10", document="nameplate", uncertainty="0.6"), "too_much"),
    ],
)
def test_a_parameter_rests_on_a_document(given, code):
    assert codes(generated(1000), parameters={"capacity": given}) == [code]


def test_what_goes_by_the_day_is_not_chosen():
    chosen = {**CAPACITY, "grid_credit": Given(factor="grid-sichuan-2023")}

    assert codes(generated(1000), parameters=chosen) == ["by_day"]


def test_a_published_factor_is_chosen_by_its_code_and_takes_no_value_beside_it():
    def codes(given):
        parameters = {**TestSinks.RATES, "wood_density": given}
        report = Report(*YEAR, parameters, (TestSinks.MEASURED,))
        return [trouble.code for trouble in TestSinks.GROVE.check(report)]

    assert codes(Given(factor="wood-density")) == []
    assert codes(Given("0.9", factor="wood-density")) == ["value_and_factor"]
    assert codes(Given(factor="root-shoot")) == ["not_offered"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "grid"),
    [
        ("2023-01-01", "2023-12-31", "0.1255"),  # nothing was published yet: the earliest
        ("2024-01-01", "2024-12-19", "0.1255"),
        ("2024-12-20", "2025-12-30", "0.1404"),
        ("2025-01-01", "2025-12-31", "0.1404"),  # the last day knows a higher one: a line is worth no more for it
        ("2025-12-31", "2026-06-30", "0.1564"),
    ],
)
def test_saved_power_counts_at_the_lowest_factor_of_the_days(starts_on, ends_on, grid):
    report = Report(starts_on, ends_on, CAPACITY, (generated(1000, starts_on, ends_on),))

    assert PLANT.reckon(report).baseline_kg == 1000 * Decimal(grid)


def test_used_power_counts_at_the_highest_factor_of_the_days():
    year = ("2025-01-01", "2025-12-31")

    assert PLANT.reckon(Report(*year, CAPACITY, (generated(0, *year, auxiliary=1000),))).project_kg == Decimal("247.2")


def test_numbers_better_for_the_project_than_the_published_are_told_to_whoever_verifies():
    given = {
        "wood_density": Given("0.5", document="laboratory 7"),
        "expansion": Given("1.05", document="laboratory 7"),
        "spread": Given("1", document="chambers"),
        "anyway": Given("0", document="plots"),
    }

    notices = favourable(method("forest-care"), given, {})

    assert [notice.where for notice in notices] == ["wood_density", "spread"]
    assert notices[0].sentence["en"] == (
        "“Wood density” is stated as 0.5 t/m³, better for the project than the published 0.3 t/m³: "
        "look at the document, laboratory 7."
    )


def test_what_nobody_asked_for_is_refused():
    assert codes(generated(1000, moonshine=1)) == ["unknown"]
    assert codes(generated(1000), parameters={**CAPACITY, "moon": Given("1", document="d")}) == ["unknown"]
    assert codes(generated(1000), Line("moon", "M", *YEAR, {})) == ["unknown_table"]
    assert codes(generated(1000), chosen={"moon": "full"}) == ["unknown"]


def test_noughts_at_the_end_say_nothing():
    assert codes(generated("1000.5000000")) == []


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


def test_a_long_line_meets_each_later_one_and_a_source_is_the_same_however_written():
    year = generated(1000, *YEAR)
    days = generated(1, "2026-02-01", "2026-02-02"), generated(1, "2026-05-01", "2026-05-02")

    assert codes(year, *days) == ["overlap", "overlap"]
    for source in (" ｍ-1 ", "M1", "m 1", "M·1", "m－1", "00M-1"):
        assert codes(year, generated(1, source=source)) == ["overlap"]


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


class TestSinks:
    """Plots count once, in one way, and only as far as it is known what they take up."""

    GROVE = method("linpan")
    RATES = {
        "area_rate": Given("9", document="plots"),
        "tree_rate": Given("15", document="plots"),
        "anyway": Given("0", document="plots"),
    }
    AREA = Line("areas", "A", *YEAR, {"area": 1, "survival": 1, "uncertainty": 0})
    TREES = Line("trees", "A", *YEAR, {"area": 1, "trees": 5, "survival": 1, "uncertainty": 0})
    VOLUMES = {"volume_before": 5, "volume_after": 6, "uncertainty_before": 0, "uncertainty": 0}
    MEASURED = Line("strata", "A", *YEAR, {"area": 1, **VOLUMES})

    def codes(self, *lines, parameters=RATES):
        return [trouble.code for trouble in self.GROVE.check(Report(*YEAR, parameters, lines))]

    def test_a_plot_counts_in_one_way(self):
        other = replace(self.TREES, source="B")

        assert self.codes(self.AREA, other) == []
        assert self.codes(self.AREA, self.TREES) == ["overlap"]
        assert self.codes(self.MEASURED, self.TREES) == ["overlap"]
        assert self.codes(self.MEASURED, replace(self.MEASURED, starts_on="2026-07-01")) == ["overlap"]

    def test_a_plot_measured_twice_in_a_report_is_two_changes(self):
        halves = (replace(self.MEASURED, ends_on="2026-06-30"), replace(self.MEASURED, starts_on="2026-07-01"))

        assert self.codes(*halves) == []

    def test_what_was_sampled_says_how_well_it_is_known(self):
        unknown = {name: value for name, value in self.AREA.values.items() if name != "uncertainty"}

        assert self.codes(replace(self.AREA, values=unknown)) == ["missing"]

    def test_a_rate_is_shown_where_it_is_used(self):
        without = {"anyway": Given("0", document="plots")}

        assert self.codes(self.MEASURED, parameters=without) == []
        assert self.codes(self.AREA, parameters=without) == ["missing"]
        assert self.codes(self.TREES, parameters=without) == ["missing"]
        assert self.codes() == ["no_lines"]

    def test_what_would_grow_anyway_is_stated_even_where_it_is_nought(self):
        assert self.codes(self.MEASURED, parameters={}) == ["missing"]

    def test_a_change_that_is_none_for_all_one_knows_counts_nothing(self):
        line = replace(self.MEASURED, values={**self.MEASURED.values, "uncertainty": "0.5"})

        result = self.GROVE.reckon(Report(*YEAR, self.RATES, (line,)))

        assert result.removed_kg > 0
        assert (result.reduction_kg, result.shortfall_kg) == (0, 0)

    def test_water_is_where_the_rates_hold(self):
        names = ("carbon_rate", "methane_rate", "nitrous_rate", "anyway", "shallowest", "deepest")
        rates = {name: Given("1", document="survey") for name in names}
        line = Line("wetlands", "W", *YEAR, {"area": 1, "water_level": "1.2"})

        assert [trouble.code for trouble in method("wetland").check(Report(*YEAR, rates, (line,)))] == ["level_outside"]


def test_flooded_fields_need_a_factor_of_their_own():
    values = {"area": 1, "land": "paddy", "nitrogen_before": 9, "nitrogen_now": 8, "yield_before": 1, "yield_now": 1}
    farm, line = method("soil-tested-fertiliser"), Line("fields", "F", *YEAR, values)
    lake = replace(line, values={**values, "land": "lake"})

    assert [trouble.code for trouble in farm.check(Report(*YEAR, {}, (line,)))] == ["missing"]
    assert [trouble.code for trouble in farm.check(Report(*YEAR, {}, (lake,)))] == ["not_an_option"]


class TestWaste:
    """Waste of earlier years goes on rotting; shares are of one whole."""

    PLANT = method("kitchen-waste-recycling")
    SHOWN = {
        name: Given("1", document="plan")
        for name in ("food_share", "landfilled", "landfill_kind", "captured", "residue_factor")
    }
    NOW = Line("waste", "S", *YEAR, {"amount": 10})
    OTHERS = (Line("power", "E", *YEAR, {"used": 1}), Line("residue", "R", *YEAR, {"amount": 1}))

    def codes(self, *lines, parameters=SHOWN):
        report = Report(*YEAR, parameters, (*lines, *self.OTHERS))
        return [trouble.code for trouble in self.PLANT.check(report)]

    def test_waste_of_earlier_years_is_taken_and_of_later_ones_not(self):
        assert self.codes(self.NOW, replace(self.NOW, starts_on="2020-01-01", ends_on="2020-12-31")) == []
        assert self.codes(replace(self.NOW, starts_on="2026-12-01", ends_on="2027-01-31")) == ["outside"]
        assert self.codes(replace(self.NOW, table="product")) == ["no_lines"]

    def test_that_it_would_have_been_landfilled_is_shown(self):
        assert self.codes(self.NOW, parameters={**self.SHOWN, "landfilled": Given("1")}) == ["no_document"]
        assert self.codes(self.NOW, parameters={}) == ["missing"] * 5

    def test_a_product_counts_by_a_factor_that_is_shown(self):
        assert self.codes(self.NOW, replace(self.NOW, table="product", source="P")) == ["missing"]

    def test_gas_is_not_fed_in_twice(self):
        line = Line("biogas", "G", *YEAR, {"methane": 10, "vented": 11, "fed_in": 12})
        power = Line("plant_power", "E", *YEAR, {"exported": 1, "certified": 2})
        report = Report(*YEAR, self.SHOWN, (self.NOW, line, power, self.OTHERS[1]))

        found = [trouble.where for trouble in method("kitchen-waste-energy").check(report)]
        assert found == ["vented", "fed_in", "certified"]

    def test_shares_of_the_waste_are_of_one_whole(self):
        kinds = ("food", "garden", "paper", "wood", "textiles", "plastics", "rubber", "other")
        shares = {f"share_{kind}": Given("0.125", document="sampling") for kind in kinds}
        landfill = {name: self.SHOWN[name] for name in ("landfilled", "landfill_kind", "captured")}
        lines = (self.NOW, Line("plant_power", "E", *YEAR, {"exported": 1}))

        def troubles(parameters):
            return [
                trouble.sentence["en"] for trouble in method("waste-to-energy").check(Report(*YEAR, parameters, lines))
            ]

        assert troubles({**shares, **landfill}) == []
        more = {**shares, **landfill, "share_food": Given("0.25", document="sampling")}
        assert troubles(more) == ["The shares of the waste add up to 100 %; they are 112.5 %."]


class TestRecycling:
    """What is sold is shown with what it replaces; no device counts twice."""

    SHOWN = {name: Given("1", document="declaration") for name in ("replaces", "residue_factor", "virgin_steel")}
    STEEL = Line("material", "S", *YEAR, {"kind": "steel", "amount": 1})
    OTHERS = (Line("power", "E", *YEAR, {"used": 1}), Line("residue", "R", *YEAR, {"amount": 1}))

    def codes(self, *lines, parameters=SHOWN):
        report = Report(*YEAR, parameters, (*lines, *self.OTHERS))
        return [(trouble.code, trouble.where) for trouble in method("e-waste").check(report)]

    def test_one_weighbridge_weighs_each_material(self):
        copper = replace(self.STEEL, values={"kind": "copper", "amount": 1})

        assert self.codes(self.STEEL) == []
        assert self.codes(self.STEEL, copper) == [("missing", "virgin_copper")]
        assert self.codes(self.STEEL, self.STEEL) == [("overlap", "starts_on")]

    def test_whole_devices_and_their_parts_are_not_in_one_report(self):
        whole = replace(self.STEEL, values={"kind": "mixed", "amount": 1})
        shown = {**self.SHOWN, "virgin_mixed": Given("1", document="declaration")}

        assert self.codes(whole, parameters=shown) == []
        assert self.codes(whole, self.STEEL, parameters=shown) == [("whole_and_parts", "kind")]

    def test_haulage_and_fuel_are_charged_by_what_is_shown(self):
        hauled, fuel = Line("hauled", "L", *YEAR, {"work": 1}), Line("fuel", "F", *YEAR, {"burnt": 1})

        assert self.codes(self.STEEL, hauled, fuel) == [("missing", "haulage"), ("missing", "fuel")]
