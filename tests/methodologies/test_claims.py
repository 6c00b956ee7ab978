"""How claims are read, doubted and counted, whatever they say."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import methodologies
from methodologies.base import Bound, Claim, ClaimError, Doubt
from methodologies.registry import all_methodologies, methodology

WALKING = methodology("walking")
BIKE_SHARE = methodology("bike-share")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({}, "missing"),
        ({"steps": None}, "missing"),
        ({"steps": "8000"}, "not_a_whole_number"),
        ({"steps": 8000.0}, "not_a_whole_number"),
        ({"steps": True}, "not_a_whole_number"),
        ({"steps": [8000]}, "not_a_whole_number"),
        ({"steps": 10**15}, "too_many_digits"),
        ({"steps": 1, "metres": 2}, "unknown"),
    ],
)
def test_unreadable_claim_is_refused_with_its_reason(raw, reason):
    with pytest.raises(ClaimError) as refused:
        WALKING.read(raw, duration_s=86_400)
    assert refused.value.reason == reason


def test_check_doubts_what_lies_outside_of_a_bound_and_nothing_on_it():
    bounds = (Bound("steps", Decimal(1), Decimal(100_000)),)

    assert WALKING.check(Claim({"steps": 1}, 86_400), bounds) == ()
    assert WALKING.check(Claim({"steps": 100_000}, 86_400), bounds) == ()
    assert WALKING.check(Claim({"steps": 100_001}, 86_400), bounds) == (
        Doubt("steps", Decimal(100_001), Decimal(1), Decimal(100_000)),
    )


def test_ride_of_two_km_in_ten_minutes_goes_at_twelve_km_an_hour():
    assert BIKE_SHARE.measured(Claim({"distance_m": 2000}, 600), "mean_speed_kmh") == Decimal(12)


def test_ride_without_duration_is_infinitely_fast():
    assert BIKE_SHARE.measured(Claim({"distance_m": 2000}, 0), "mean_speed_kmh").is_infinite()


METHODS = st.sampled_from([method for method in all_methodologies().values() if method.quantifies])
CAREFUL = {"charging_loss", "kwh_per_100_km", "grid_debit", "substitute_grams_per_pkm"}
"""Slots that take from what an act avoids."""


@st.composite
def claims(draw, method, duration_s=86_400):
    """A claim of a methodology as programs send it."""
    values = {choice.name: draw(st.sampled_from(choice.options)).code for choice in method.choices}
    values |= {quantity.name: draw(st.integers(0, 10**9)) for quantity in method.quantities}
    return Claim(values, duration_s)


@st.composite
def factors(draw, method):
    """Factors of any size, the debits small enough to leave something."""
    rate = st.decimals(0, 1000, places=5)
    return {slot.name: Decimal(0) if slot.name in CAREFUL else draw(rate) for slot in method.slots}


MORE = {
    "ev-driving": "odometer_end_m",
    "electricity-saving": "reference_wh",
    "water-saving": "reference_l",
    "gas-saving": "reference_l",
}
"""What more of the act is, where not every quantity is."""


@given(st.data())
def test_more_of_the_act_never_gives_fewer_grams(data):
    method = data.draw(METHODS)
    claim, rates = data.draw(claims(method)), data.draw(factors(method))
    name = MORE.get(method.code) or method.quantities[0].name
    more = Claim({**claim.values, name: claim[name] + data.draw(st.integers(1, 10**9))}, claim.duration_s)
    if method.code == "idle-car":
        more = Claim(claim.values, claim.duration_s + data.draw(st.integers(1, 10**6)))

    assert method.quantify(claim, rates) <= method.quantify(more, rates)


@given(st.data())
def test_a_batch_counts_the_same_in_any_order(data):
    method = data.draw(METHODS)
    rates = data.draw(factors(method))
    batch = data.draw(st.lists(claims(method), max_size=6))
    order = data.draw(st.permutations(range(len(batch))))

    alone = [method.quantify(claim, rates) for claim in batch]

    assert [method.quantify(batch[place], rates) for place in order] == [alone[place] for place in order]


@given(st.data())
def test_grams_are_decimals_and_never_below_zero(data):
    method = data.draw(METHODS)
    claim, rates = data.draw(claims(method)), data.draw(factors(method))

    assert isinstance(method.quantify(claim, rates), Decimal)
    assert method.quantify(claim, rates) >= 0
    assert all(isinstance(line.grams, Decimal) for line in method.working(claim, rates))


@given(st.data())
def test_grams_are_the_sum_of_the_lines_that_explain_them(data):
    method = data.draw(METHODS)
    claim, rates = data.draw(claims(method)), data.draw(factors(method))

    assert method.quantify(claim, rates) == max(sum(line.grams for line in method.working(claim, rates)), 0)


@given(st.integers(0, 10**12))
def test_units_convert_exactly(value):
    for method in all_methodologies().values():
        for quantity in method.quantities:
            assert quantity.entered(value) * quantity.per_unit == value


def test_no_methodology_holds_a_float():
    for path in Path(methodologies.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"{path.name}:{node.lineno}"
            assert not (isinstance(node, ast.Name) and node.id == "float"), f"{path.name}:{node.lineno}"


class TestChoices:
    METRO = methodology("metro")

    @pytest.mark.parametrize("raw", ["atlantis", "", 7, None.__class__, ["xipu"]])
    def test_what_is_no_option_is_refused(self, raw):
        with pytest.raises(ClaimError) as refused:
            self.METRO.read({"origin": raw, "destination": "xipu"}, duration_s=600)

        assert (refused.value.reason, refused.value.field) == ("not_an_option", "origin")

    def test_programs_may_leave_out_what_is_optional(self):
        assert self.METRO.read({}, duration_s=600).values == {}

    def test_a_bound_on_what_the_claim_cannot_tell_raises_no_doubt(self):
        assert self.METRO.check(Claim({}, 600), (Bound("distance_km", Decimal(1)),)) == ()


class TestStations:
    """What a metro journey says twice must agree."""

    METRO = methodology("metro")
    WITHIN = (Bound("fare_distance_percent", Decimal(80), Decimal(125)),)

    @pytest.mark.parametrize(
        ("values", "reason", "field"),
        [
            ({"origin": "xipu", "destination": "xipu"}, "same_station", "destination"),
            ({"origin": "xipu", "destination": "xipu", "distance_m": 80_000}, "same_station", "destination"),
            ({"origin": "xipu"}, "one_station", "destination"),
            ({"destination": "xipu"}, "one_station", "origin"),
            ({"origin": "xipu", "distance_m": 17_385}, "one_station", "destination"),
        ],
    )
    def test_stations_that_make_no_journey_contradict_each_other(self, values, reason, field):
        [found] = self.METRO.contradictions(Claim(values, 2400))

        assert (found.reason, found.field) == (reason, field)

    @pytest.mark.parametrize(
        "values", [{}, {"distance_m": 17_385}, {"origin": "xipu", "destination": "chunxilu", "distance_m": 80_000}]
    )
    def test_a_distance_contradicts_no_stations_by_itself(self, values):
        assert self.METRO.contradictions(Claim(values, 2400)) == ()

    @pytest.mark.parametrize(
        ("distance_m", "is_doubted"),
        [(13_907, True), (13_908, False), (17_385, False), (21_731, False), (21_732, True)],
    )
    def test_a_fare_distance_is_held_against_the_way_along_the_lines(self, distance_m, is_doubted):
        """From 犀浦 to 春熙路 it is 17,385 m; 80 to 125 per cent of it are 13,908 to 21,731.25 m."""
        claim = Claim({"origin": "xipu", "destination": "chunxilu", "distance_m": distance_m}, 2400)

        assert bool(self.METRO.check(claim, self.WITHIN)) is is_doubted

    @pytest.mark.parametrize("values", [{}, {"distance_m": 80_000}, {"origin": "xipu", "destination": "chunxilu"}])
    def test_what_is_said_once_is_held_against_nothing(self, values):
        assert self.METRO.check(Claim(values, 2400), self.WITHIN) == ()
