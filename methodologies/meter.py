"""Household savings read off a meter: what the methods of electricity, water and gas share.

The reference is the household's own use in the same period of the year before or, where nobody knows it, its own
average, as Shenzhen's and Shanghai's methods compare a household with itself; a saving of more than a set share of it
is not believed in full.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from methodologies.base import Claim, Entry, FactorSlot, Line, Measure, Methodology, Quantity, Span, Text

SECONDS_PER_DAY = 86_400
DAYS_PER_MONTH = 30
PER_UNIT = 1000

MOST_SAVED_SHARE = FactorSlot(
    name="most_saved_share",
    symbol="S",
    label={"zh-hans": "最多计为节约的量", "en": "Most that counts as saved"},
    unit="share",
    unit_label={"zh-hans": "× 参考用量", "en": "× the reference"},
)


def meter_quantities(small_unit: str, unit: Text) -> tuple[Quantity, ...]:
    """Two readings, the reference and the household, in thousandths of `unit`: `wh` for kWh."""

    def amount(name: str, label: Text, hint: Text, symbol: str, ends: str = "") -> Quantity:
        begun = f"{ends}_{small_unit}" if ends else ""
        return Quantity(f"{name}_{small_unit}", label, unit, PER_UNIT, 2, hint, symbol, ends=begun)

    return (
        amount(
            "reading_start",
            {"zh-hans": "起始读数", "en": "First reading"},
            {"zh-hans": "起始日的表上读数", "en": "What the meter showed on the first day"},
            "R1",
        ),
        amount(
            "reading_end",
            {"zh-hans": "截止读数", "en": "Second reading"},
            {"zh-hans": "截止日的表上读数", "en": "What the meter showed on the last day"},
            "R2",
            ends="reading_start",
        ),
        amount(
            "reference",
            {"zh-hans": "去年同期用量", "en": "Use in the same period last year"},
            {"zh-hans": "可在去年同期的账单上查到", "en": "It stands on last year's bill for the same period"},
            "Q",
        ),
        Quantity(
            name="people",
            label={"zh-hans": "家庭人数", "en": "People in the household"},
            unit={"zh-hans": "人", "en": "people"},
            one_unit={"zh-hans": "人", "en": "person"},
            symbol="p",
        ),
    )


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A question that leaves a household out when it says yes, and why."""

    code: str
    question: Text
    reason: Text


class MeterSaving(Methodology):
    """Two readings of one meter, and what was used in the same period last year."""

    of_one_scenario = True
    span = Span.PERIOD
    entry = Entry.DAYS
    longest_days = 100
    meter: ClassVar[Text]
    """What the household calls its meter."""
    exclusions: ClassVar[tuple[Exclusion, ...]] = ()
    small_unit: ClassVar[str]
    unit: ClassVar[Text]
    measures: ClassVar[tuple[Measure, ...]]
    symbols = "ER = min(Q − (R2 − R1), S × Q) × EF"

    @property
    def factor_slot(self) -> FactorSlot:
        """The factor by which a saved unit counts."""
        return self.slots[0]

    @property
    def reference_quantity(self) -> Quantity:
        """The quantity that people read off last year's bill."""
        return next(quantity for quantity in self.quantities if quantity.name == f"reference_{self.small_unit}")

    def used(self, claim: Claim) -> Decimal:
        """What went through the meter between the readings; below zero when they were swapped."""
        return Decimal(claim[f"reading_end_{self.small_unit}"] - claim[f"reading_start_{self.small_unit}"]) / PER_UNIT

    def reference(self, claim: Claim) -> Decimal:
        """What was used in the same period last year."""
        return Decimal(claim[f"reference_{self.small_unit}"]) / PER_UNIT

    def measured(self, claim: Claim, name: str) -> Decimal | None:
        if name == "used":
            return self.used(claim)
        if name == "per_person_day":
            return _for_each(self.used(claim), claim, 1)
        if name == "reference_per_person_month":
            return _for_each(self.reference(claim), claim, DAYS_PER_MONTH)
        return super().measured(claim, name)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        used, reference = self.used(claim), self.reference(claim)
        believed = min(reference - used, factors[MOST_SAVED_SHARE.name] * reference)
        saved, rate = max(believed, Decimal(0)), factors[self.factor_slot.name]
        shown = {"used": used, "reference": reference, "saved": saved, "rate": rate}
        return (Line(lambda: self._saved_in_words(**shown), saved * rate),)

    def _saved_in_words(self, *, used: Decimal, reference: Decimal, saved: Decimal, rate: Decimal) -> Text:
        words = {
            "zh-hans": "参考用量 {reference:,} − 本期 {used:,}，计节约 {saved:,f} {unit} × {rate} {rate_unit}",
            "en": "Reference {reference:,} − now {used:,}; {saved:,f} {unit} count as saved × {rate} {rate_unit}",
        }
        shown = {"used": used, "reference": reference, "saved": saved.normalize() + 0, "rate": f"{rate:,}"}
        return {
            language: text.format(unit=self.unit[language], rate_unit=self.factor_slot.unit_label[language], **shown)
            for language, text in words.items()
        }


def used_measure(unit: Text) -> Measure:
    """What was used in the period."""
    return Measure("used", {"zh-hans": "本期用量", "en": "Use in this period"}, unit)


CUBIC_METRES: Text = {"zh-hans": "立方米", "en": "m³"}


class CubicMetreSaving(MeterSaving):
    """A meter that counts cubic metres, entered as such and kept in litres."""

    small_unit, unit = "l", CUBIC_METRES
    quantities = meter_quantities("l", CUBIC_METRES)
    basis = {
        "zh-hans": "按每节约 1 立方米 {grams_per_m3} 克计算",
        "en": "Counted at {grams_per_m3} g for each m³ saved",
    }
    example = Claim(
        {"reading_start_l": 812_000, "reading_end_l": 821_000, "reference_l": 10_000, "people": 3}, 30 * SECONDS_PER_DAY
    )


def grams_per_cubic_metre(label: Text) -> FactorSlot:
    """The slot of the factor by which a saved cubic metre counts."""
    return FactorSlot("grams_per_m3", "EF", label, "g/m3", {"zh-hans": "克/立方米", "en": "g/m³"})


def reference_measure(label: Text) -> Measure:
    """What each person used in a month of the reference, in cubic metres."""
    return Measure("reference_per_person_month", label, CUBIC_METRES)


def _for_each(amount: Decimal, claim: Claim, days: int) -> Decimal:
    """An amount of the whole period by person and so many days."""
    people_days = Decimal(claim["people"] * claim.duration_s) / SECONDS_PER_DAY
    return amount * days / people_days if people_days else Decimal("Infinity")
