"""Generic methodologies: what a scenario's terms make of them, and which terms make nothing."""

from decimal import Decimal

import pytest

from methodologies.base import Claim, Span
from methodologies.registry import methodology, timeline
from methodologies.terms import TermsError

DEED = {"zh-hans": "您自带杯买了 {count}", "en": "You brought your own cup for {count}"}
CUP = {
    "occupies": "reusable-cup",
    "lasts_minutes": 10,
    "deed": DEED,
    "unit": {"zh-hans": "杯", "en": "drink"},
    "units": {"zh-hans": "杯", "en": "drinks"},
    "label": {"zh-hans": "杯数", "en": "Number of drinks"},
}
BAG = {"occupies": "own-bag", "lasts_minutes": 0, "deed": {"zh-hans": "您自带了购物袋", "en": "You brought a bag"}}


def test_counted_units_are_named_in_every_word_of_the_method():
    cup = methodology("grams-per-unit", CUP)

    assert cup.span is Span.MOMENT
    assert cup.formula == {"zh-hans": "减排量 = 杯数 × 每杯减排量", "en": "avoided = drinks × avoided per drink"}
    assert cup.slots[0].label == {"zh-hans": "每杯减排量", "en": "Avoided per drink"}
    assert cup.basis["zh-hans"].format(grams_per_unit=23) == "按每杯 23 克计算"
    assert [asked.label["en"] for asked in cup.fields] == ["Number of drinks"]


@pytest.mark.parametrize(("count", "line"), [(1, "1 drink × 23 g per drink"), (1200, "1,200 drinks × 23 g per drink")])
def test_the_reckoning_is_the_count_times_the_factor(count, line):
    cup = methodology("grams-per-unit", CUP)
    [reckoned] = cup.working(Claim({"count": count}, 0), {"grams_per_unit": Decimal(23)})

    assert (reckoned.grams, reckoned.expression["en"]) == (count * Decimal(23), line)


def test_credits_each_counts_no_grams_and_asks_nothing():
    bag = methodology("credits-each", BAG)

    assert (bag.quantifies, bag.fields, bag.deed) == (False, (), BAG["deed"])


def test_two_scenarios_of_one_method_are_on_timelines_of_their_own():
    cup, box = (methodology("grams-per-unit", {**CUP, "occupies": code}) for code in ("reusable-cup", "own-box"))

    assert timeline(cup) != timeline(box)
    assert timeline(cup) == timeline(methodology("grams-per-unit", {**CUP, "deed": {**DEED, "en": "{count}"}}))


def test_moments_of_no_length_are_on_no_timeline():
    assert timeline(methodology("credits-each", BAG)) is None


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"deed": {"zh-hans": "您自带了杯", "en": "You brought a cup"}}, "names_no_count", "deed"),
        ({"deed": {"zh-hans": "{count} {grams}", "en": "{count}"}}, "braces", "deed"),
        ({"deed": {"zh-hans": "{count}"}}, "both_languages", "deed"),
        ({"deed": "{count}"}, "both_languages", "deed"),
        ({"unit": {"zh-hans": "{0}", "en": "cup"}}, "braces", "unit"),
        ({"unit": {"zh-hans": " ", "en": "cup"}}, "both_languages", "unit"),
        ({"units": {"zh-hans": "杯" * 121, "en": "cups"}}, "both_languages", "units"),
        ({"lasts_minutes": 1441}, "minutes", "lasts_minutes"),
        ({"lasts_minutes": True}, "minutes", "lasts_minutes"),
        ({"lasts_minutes": -1}, "minutes", "lasts_minutes"),
        ({"occupies": ""}, "missing", "occupies"),
        ({"colour": "red"}, "unknown", "colour"),
    ],
)
def test_terms_that_would_break_a_sentence_are_refused(change, reason, field):
    with pytest.raises(TermsError) as raised:
        methodology("grams-per-unit", {**CUP, **change})

    assert (raised.value.reason, raised.value.field) == (reason, field)


@pytest.mark.parametrize("code", ["grams-per-unit", "credits-each"])
def test_a_generic_method_without_terms_is_none(code):
    with pytest.raises(TermsError):
        methodology(code, {})


def test_a_method_with_words_of_its_own_takes_no_terms():
    assert methodology("walking", {}) is methodology("walking")
    with pytest.raises(ValueError, match="has words of its own"):
        methodology("walking", CUP)
