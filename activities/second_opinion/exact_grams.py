"""The exact grams of an act, by the table “What the methods count” of docs/scoring.md; fractions, nothing rounded."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction

from activities.second_opinion.acts import Act
from activities.second_opinion.metro_ways import MetroWays

Factors = Mapping[str, Fraction]

CREDITS_ONLY = frozenset(
    {
        "bill-payment",
        "bulky-waste",
        "check-in",
        "clean-plate",
        "credits-each",
        "eco-photo",
        "housing-service",
        "online-medical",
        "quiz",
        "venue-visit",
        "waste-sorting",
    }
)
"""All others of the table: 0 grams, they earn credits only."""


class UnknownMethod(Exception):
    """The table names no formula for the act's methodology."""


def exact_grams(act: Act, ways: MetroWays) -> Fraction:
    """Never below zero. Raises `UnknownMethod`."""
    if act.method in CREDITS_ONLY:
        return Fraction(0)
    formula = _FORMULAS.get(act.method)
    if formula is None:
        raise UnknownMethod(act.method)
    factors = {name: Fraction(factor["value"]) for name, factor in act.rule["factors"].items()}
    return max(Fraction(0), formula(act, factors, ways))


def _walk(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    return act.claim["steps"] * factors["grams_per_step"]


def _ride(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    return Fraction(act.claim["distance_m"], 1000) * factors["grams_per_pkm"]


def _metro(act: Act, factors: Factors, ways: MetroWays) -> Fraction:
    metres = act.claim.get("distance_m")
    if metres is None and "origin" in act.claim and "destination" in act.claim:
        metres = ways.metres(act.claim["origin"], act.claim["destination"])
    if metres is None:
        return factors["grams_per_trip"]
    return Fraction(metres, 1000) * factors["grams_per_pkm"]


def _bus(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    if "distance_m" not in act.claim:
        return factors["grams_per_trip"]
    return Fraction(act.claim["distance_m"], 1000) * factors["grams_per_pkm"]


def _drive(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    km = Fraction(act.claim["odometer_end_m"] - act.claim["odometer_start_m"], 1000)
    power = factors["kwh_per_100_km"] / 100 / (1 - factors["charging_loss"]) * factors["grid_debit"]
    return km * (_petrol_per_km(factors) - power)


def _idle(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    whole_days = (act.ended_at - act.started_at) // timedelta(days=1)
    days = min(whole_days - max(0, act.claim.get("restricted_days", 0)), factors["most_days"])
    return max(0, days) * factors["km_per_day"] * (_petrol_per_km(factors) - factors["substitute_grams_per_pkm"])


def _petrol_per_km(factors: Factors) -> Fraction:
    return factors["litres_per_100_km"] / 100 * factors["grams_per_litre"]


def _meter(small_unit: str, grams_per_unit: str) -> Callable[[Act, Factors, MetroWays], Fraction]:
    """A thousand of `small_unit` are the unit that the factor counts."""

    def saved(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
        start, end, reference = (
            act.claim[f"{name}_{small_unit}"] for name in ("reading_start", "reading_end", "reference")
        )
        amount = min(Fraction(reference - (end - start)), factors["most_saved_share"] * reference)
        return amount / 1000 * factors[grams_per_unit]

    return saved


def _counted(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    return act.claim["count"] * factors["grams_per_unit"]


def _at_venue(act: Act, factors: Factors, _ways: MetroWays) -> Fraction:
    return act.claim["times"] * factors[f"grams_{act.claim['action']}"]


_FORMULAS: Mapping[str, Callable[[Act, Factors, MetroWays], Fraction]] = {
    "walking": _walk,
    "bike-share": _ride,
    "ebike-share": _ride,
    "metro": _metro,
    "bus": _bus,
    "ev-driving": _drive,
    "idle-car": _idle,
    "electricity-saving": _meter("wh", "grid_credit"),
    "water-saving": _meter("l", "grams_per_m3"),
    "gas-saving": _meter("l", "grams_per_m3"),
    "venue-action": _at_venue,
    "grams-per-unit": _counted,
}
