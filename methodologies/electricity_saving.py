"""Saving electricity at home: kilowatt-hours less than in the same period last year, at the province's grid factor.

A saving is a credit, so it counts at the average factor of Sichuan's grid, the lower one. Households with their own
photovoltaics and empty homes are left out, as in Shanghai's method SHCER02010022024II.
"""

from methodologies.base import Claim, FactorSlot, Measure, Text
from methodologies.meter import MOST_SAVED_SHARE, Exclusion, MeterSaving, meter_quantities, used_measure

KWH: Text = {"zh-hans": "千瓦时", "en": "kWh"}


class ElectricitySaving(MeterSaving):
    code = "electricity-saving"
    occupies = "electricity-meter"
    meter = {"zh-hans": "电表", "en": "Electricity meter"}
    exclusions = (
        Exclusion(
            "photovoltaics",
            {"zh-hans": "家里装了光伏发电吗？", "en": "Does your home have photovoltaics of its own?"},
            {
                "zh-hans": "自家光伏发的电不经过电表，看不出节约了多少，这个方法学不收。",
                "en": "Power of your own does not pass the meter, so it cannot show what was saved.",
            },
        ),
        Exclusion(
            "third_tier",
            {"zh-hans": "去年用到过第三档电价吗？", "en": "Did you reach the third price tier last year?"},
            {
                "zh-hans": "第三档电价的家庭不在这个方法学的范围内。",
                "en": "Households of the third price tier are outside of this method.",
            },
        ),
    )
    small_unit, unit = "wh", KWH
    quantities = meter_quantities("wh", KWH)
    measures = (
        used_measure(KWH),
        Measure(
            "per_person_day",
            {"zh-hans": "人均每天用电", "en": "Use by person and day"},
            {"zh-hans": "千瓦时", "en": "kWh"},
        ),
        Measure(
            "reference_per_person_month",
            {"zh-hans": "去年同期人均每月用电", "en": "Use by person and month last year"},
            KWH,
        ),
    )
    slots = (
        FactorSlot(
            name="grid_credit",
            symbol="EF",
            label={"zh-hans": "节电排放因子（四川电网）", "en": "Emission factor of power saved (Sichuan grid)"},
            unit="g/kWh",
            unit_label={"zh-hans": "克/千瓦时", "en": "g/kWh"},
        ),
        MOST_SAVED_SHARE,
    )
    formula = {
        "zh-hans": "减排量 = 节约的电量 × 电网排放因子",
        "en": "avoided = power saved × emission factor of the grid",
    }
    deed = {
        "zh-hans": "您家本期电表从 {reading_start_wh} 到 {reading_end_wh}，参考用量 {reference_wh}",
        "en": "Your meter went from {reading_start_wh} to {reading_end_wh}; the reference is {reference_wh}",
    }
    basis = {
        "zh-hans": "按每节约 1 千瓦时 {grid_credit} 克计算",
        "en": "Counted at {grid_credit} g for each kWh saved",
    }
    example = Claim(
        {"reading_start_wh": 5_210_000, "reading_end_wh": 5_300_000, "reference_wh": 100_000, "people": 3}, 30 * 86_400
    )


METHODOLOGY = ElectricitySaving()
