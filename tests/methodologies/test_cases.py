"""Every methodology against published cases; no database, no framework."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from methodologies.base import Claim
from methodologies.registry import all_methodologies, methodology

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']} {case['source']}")
def test_method_gives_the_published_answer(case):
    factors = {slot: Decimal(value) for slot, value in case["factors"].items()}

    grams = methodology(case["method"]).quantify(Claim(case["claim"], duration_s=600), factors)

    assert isinstance(grams, Decimal)
    assert grams == Decimal(case["grams"])


def test_every_methodology_has_a_case():
    assert {case["method"] for case in CASES} == set(all_methodologies())


@pytest.mark.parametrize("method", all_methodologies().values(), ids=lambda method: method.code)
def test_every_label_is_in_both_languages(method):
    texts = [method.formula, *(part.label for part in (*method.quantities, *method.measures, *method.slots))]
    texts += [part.unit for part in (*method.quantities, *method.measures)]
    for text in texts:
        assert text["zh-hans"]
        assert text["en"]
