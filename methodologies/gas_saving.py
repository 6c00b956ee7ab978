"""Saving natural gas at home: cubic metres less than in the same period last year, at the factor of burning it."""

from methodologies.base import Claim, FactorSlot, Measure, Text
from methodologies.meter import MOST_SAVED_SHARE, MeterSaving, meter_quantities, used_measure

CUBIC_METRES: Text = {"zh-hans": "立方米", "en": "m³"}


class GasSaving(MeterSaving):
    code = "gas-saving"
    occupies = "gas-meter"
    meter = {"zh-hans": "气表", "en": "Gas meter"}
    small_unit, unit = "l", CUBIC_METRES
    quantities = meter_quantities("l", CUBIC_METRES)
    measures = (
        used_measure(CUBIC_METRES),
        Measure(
            "reference_per_person_month",
            {"zh-hans": "去年同期人均每月用气", "en": "Use by person and month last year"},
            CUBIC_METRES,
        ),
    )
    slots = (
        FactorSlot(
            name="grams_per_m3",
            symbol="EF",
            label={"zh-hans": "天然气排放因子", "en": "Emission factor of natural gas"},
            unit="g/m3",
            unit_label={"zh-hans": "克/立方米", "en": "g/m³"},
        ),
        MOST_SAVED_SHARE,
    )
    formula = {"zh-hans": "减排量 = 节约的天然气 × 排放因子", "en": "avoided = gas saved × emission factor"}
    deed = {
        "zh-hans": "您家本期气表从 {reading_start_l} 到 {reading_end_l}，参考用量 {reference_l}",
        "en": "Your meter went from {reading_start_l} to {reading_end_l}; the reference is {reference_l}",
    }
    basis = {
        "zh-hans": "按每节约 1 立方米 {grams_per_m3} 克计算",
        "en": "Counted at {grams_per_m3} g for each m³ saved",
    }
    example = Claim(
        {"reading_start_l": 812_000, "reading_end_l": 821_000, "reference_l": 10_000, "people": 3}, 30 * 86_400
    )


METHODOLOGY = GasSaving()
