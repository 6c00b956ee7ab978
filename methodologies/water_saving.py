"""Saving water at home: cubic metres less than in the same period last year, at the factor of supply and treatment."""

from methodologies.meter import (
    CUBIC_METRES,
    MOST_SAVED_SHARE,
    CubicMetreSaving,
    grams_per_cubic_metre,
    reference_measure,
    used_measure,
)


class WaterSaving(CubicMetreSaving):
    code = "water-saving"
    occupies = "water-meter"
    meter = {"zh-hans": "水表", "en": "Water meter"}
    measures = (
        used_measure(CUBIC_METRES),
        reference_measure({"zh-hans": "去年同期人均每月用水", "en": "Use by person and month last year"}),
    )
    slots = (
        grams_per_cubic_metre({"zh-hans": "供水与处理排放因子", "en": "Emission factor of supply and treatment"}),
        MOST_SAVED_SHARE,
    )
    formula = {"zh-hans": "减排量 = 节约的水量 × 排放因子", "en": "avoided = water saved × emission factor"}
    deed = {
        "zh-hans": "您家本期水表从 {reading_start_l} 到 {reading_end_l}，参考用量 {reference_l}",
        "en": "Your meter went from {reading_start_l} to {reading_end_l}; the reference is {reference_l}",
    }


METHODOLOGY = WaterSaving()
