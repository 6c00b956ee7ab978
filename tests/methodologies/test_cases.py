"""Every methodology against published cases; no database, no framework."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from methodologies.base import Claim
from methodologies.registry import all_methodologies, methodology
from scenarios.catalogue import FOLDER, SHARED
from tests.methodologies.projects.published_cases import CASES as CASES_OF_PROJECTS

HERE = Path(__file__).parent
SECONDS_PER_DAY = 86_400
TEN_MINUTES = Decimal(10) / (24 * 60)
CASES = [
    {"method": path.stem, **case}
    for path in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
LEFT_OUT = yaml.safe_load((HERE / "left_out.yaml").read_text(encoding="utf-8"))
VECTORS = Path(os.environ.get("PORTAL_SAMPLES", HERE.parents[2] / "shared" / "data")).parent / "domain" / "vectors.csv"


def factor(name: str, code: str) -> Decimal:
    """A factor's value as the catalogue gives it."""
    path = SHARED if name == "shared" else FOLDER / f"{name}.yaml"
    return Decimal(yaml.safe_load(path.read_text(encoding="utf-8"))["factors"][code]["value"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']} {case['source']}")
def test_method_gives_the_published_answer(case):
    factors = {slot: Decimal(value) for slot, value in case["factors"].items()}
    duration_s = round(Decimal(case.get("days", TEN_MINUTES)) * SECONDS_PER_DAY)

    grams = methodology(case["method"]).quantify(Claim(case["claim"], duration_s), factors)

    assert isinstance(grams, Decimal)
    assert abs(grams - Decimal(case["grams"])) <= Decimal(case.get("within", 0))


def test_every_methodology_has_a_case():
    assert {case["method"] for case in CASES} == set(all_methodologies())


def test_every_published_case_is_answered_or_left_out_for_a_reason():
    if not VECTORS.exists():
        pytest.skip(f"the published collection is not at {VECTORS}")
    with VECTORS.open(encoding="utf-8") as file:
        published = {row["id"] for row in csv.DictReader(file)}
    answered = {case["vector"] for case in (*CASES, *CASES_OF_PROJECTS) if "vector" in case}

    assert not answered & set(LEFT_OUT)
    assert answered | set(LEFT_OUT) == published


class TestInconsistentSources:
    """Published numbers that contradict their own source: the portal does not give them."""

    def test_a_bike_is_not_credited_like_a_car(self):  # K9
        grams = factor("bike-share", "bike-share-pkm-2022")

        assert methodology("bike-share").quantify(Claim({"distance_m": 1000}, 300), {"grams_per_pkm": grams}) < 250

    def test_a_kilometre_on_foot_is_not_worth_more_than_one_by_car(self):  # W4
        steps = Claim({"steps": 1540}, SECONDS_PER_DAY)  # 1 km at 0.65 m
        grams = methodology("walking").quantify(steps, {"grams_per_step": factor("walking", "walking-step-wuhan-2022")})

        assert grams < 300
        assert grams < 272

    def test_a_litre_of_petrol_is_not_weighed_as_a_kilogram(self):  # C4
        litres, tonnes = Decimal("41.5e6"), Decimal(130_956)

        assert litres * factor("shared", "petrol-handbook-2021") / 10**6 < tonnes * Decimal("0.75")


class TestDerivedFactors:
    """Factors computed from the parameters of the guidelines: heating value × carbon × oxidation × 44/12."""

    def test_natural_gas(self):  # G1
        tonnes = Decimal("389.31") * Decimal("0.0153") * Decimal("0.99") * 44 / 12

        assert abs(tonnes - Decimal("21.622")) < Decimal("0.001")

    def test_petrol(self):  # G2
        tonnes = Decimal("44.80") * Decimal("0.0189") * Decimal("0.98") * 44 / 12

        assert abs(tonnes - Decimal("3.0426")) < Decimal("0.0001")

    def test_mean_of_a_fleet_lies_between_its_bikes_and_e_bikes(self):  # K6
        assert Decimal("48.7") < Decimal("516800e6") / Decimal("9.683e9") < Decimal("61.8")


@pytest.mark.parametrize("method", all_methodologies().values(), ids=lambda method: method.code)
def test_every_label_is_in_both_languages(method):
    texts = [method.formula, method.deed, *(part.label for part in (*method.fields, *method.measures, *method.slots))]
    texts += [part.unit for part in (*method.quantities, *method.measures)]
    texts += [option.label for choice in method.choices for option in choice.options]
    for text in texts:
        assert text["zh-hans"]
        assert text["en"]
