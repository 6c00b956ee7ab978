"""Walking: the steps of a day, each worth a fixed amount.

The coefficient form of a city incentive scheme (0.02 g a step, Wuhan 2022). Walking displaces no motorised trip by the
rules of T/CIIA 058-2025, so its grams earn credits and are never claimable as a reduction.
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import Claim, FactorSlot, Line, Methodology, Quantity, Span

SECONDS_PER_DAY = 86_400


class Walking(Methodology):
    code = "walking"
    of_one_scenario = True
    span = Span.DAY
    counts_pedalling = "steps"
    quantities = (
        Quantity(
            name="steps",
            label={"zh-hans": "步数", "en": "Steps"},
            unit={"zh-hans": "步", "en": "steps"},
            one_unit={"zh-hans": "步", "en": "step"},
            hint={"zh-hans": "手机或手环上显示的当日总步数", "en": "The day's total on your phone or wristband"},
            symbol="N",
        ),
    )
    slots = (
        FactorSlot(
            name="grams_per_step",
            symbol="RF",
            label={"zh-hans": "每步减排量", "en": "Avoided per step"},
            unit="g/step",
            unit_label={"zh-hans": "克/步", "en": "g/step"},
        ),
    )
    formula = {"zh-hans": "减排量 = 步数 × 每步减排量", "en": "avoided = steps × avoided per step"}
    symbols = "ER = N × RF"
    deed = {"zh-hans": "您走了 {steps}", "en": "You walked {steps}"}
    basis = {"zh-hans": "按每步 {grams_per_step} 克计算", "en": "Counted at {grams_per_step} g a step"}
    example = Claim({"steps": 8000}, SECONDS_PER_DAY)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        steps, rate = claim["steps"], factors["grams_per_step"]
        return (
            Line(
                lambda: {"zh-hans": f"{steps:,} 步 × {rate} 克/步", "en": f"{steps:,} steps × {rate} g/step"},
                steps * rate,
            ),
        )


METHODOLOGY = Walking()
