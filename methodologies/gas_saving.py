"""Saving natural gas at home: cubic metres less than in the same period last year, at the factor of burning it."""

from methodologies.meter import (
    CUBIC_METRES,
    MOST_SAVED_SHARE,
    CubicMetreSaving,
    grams_per_cubic_metre,
    reference_measure,
    used_measure,
)


class GasSaving(CubicMetreSaving):
    code = "gas-saving"
    occupies = "gas-meter"
    meter = {"zh-hans": "气表", "en": "Gas meter"}
    measures = (
        used_measure(CUBIC_METRES),
        reference_measure({"zh-hans": "去年同期人均每月用气", "en": "Use by person and month last year"}),
    )
    slots = (
        grams_per_cubic_metre({"zh-hans": "天然气排放因子", "en": "Emission factor of natural gas"}),
        MOST_SAVED_SHARE,
    )
    formula = {"zh-hans": "减排量 = 节约的天然气 × 排放因子", "en": "avoided = gas saved × emission factor"}
    deed = {
        "zh-hans": "您家本期气表从 {reading_start_l} 到 {reading_end_l}，参考用量 {reference_l}",
        "en": "Your meter went from {reading_start_l} to {reading_end_l}; the reference is {reference_l}",
    }


METHODOLOGY = GasSaving()
