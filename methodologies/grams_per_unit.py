"""So many grams for each counted unit, a reusable cup: a generic methodology, whose unit and words its scenario brings.

A proposal of this portal: the factor has a source of its own, the way of adding acts like this has none.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from methodologies.base import Claim, FactorSlot, Line, Methodology, Quantity, Span
from methodologies.terms import COUNT, CountedTerms

GRAMS = "grams_per_unit"
ANY = CountedTerms(
    occupies="",
    lasts_minutes=0,
    deed={"zh-hans": "您做了 {count}", "en": "You did {count}"},
    unit={"zh-hans": "件", "en": "unit"},
    units={"zh-hans": "件", "en": "units"},
    label={"zh-hans": "数量", "en": "Number"},
    hint={},
)


class GramsPerUnit(Methodology):
    code = "grams-per-unit"
    is_generic = True
    span = Span.MOMENT
    symbols = "ER = n × RF"
    example = Claim({COUNT: 1}, 0)

    def __init__(self, terms: CountedTerms = ANY) -> None:
        zh, en = terms.unit["zh-hans"], terms.unit["en"]
        self.occupies = terms.occupies
        self.lasts_minutes = terms.lasts_minutes
        self.deed = terms.deed
        self.unit, self.units = terms.unit, terms.units
        self.quantities = (Quantity(COUNT, terms.label, terms.units, hint=terms.hint, symbol="n", one_unit=terms.unit),)
        self.slots = (
            FactorSlot(
                GRAMS,
                "RF",
                {"zh-hans": f"每{zh}减排量", "en": f"Avoided per {en}"},
                unit="g/unit",
                unit_label={"zh-hans": f"克/{zh}", "en": f"g per {en}"},
            ),
        )
        self.formula = {
            "zh-hans": f"减排量 = {terms.label['zh-hans']} × 每{zh}减排量",
            "en": f"avoided = {terms.units['en']} × avoided per {en}",
        }
        self.basis = {"zh-hans": f"按每{zh} {{{GRAMS}}} 克计算", "en": f"Counted at {{{GRAMS}}} g per {en}"}

    def with_terms(self, document: Mapping[str, Any]) -> Self:
        made = type(self)(CountedTerms.read(document))
        made.terms = dict(document)
        return made

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        count, rate = claim[COUNT], factors[GRAMS]
        unit, units = self.unit, self.unit if count == 1 else self.units
        return (
            Line(
                lambda: {
                    "zh-hans": f"{count:,} {units['zh-hans']} × {rate} 克/{unit['zh-hans']}",
                    "en": f"{count:,} {units['en']} × {rate} g per {unit['en']}",
                },
                count * rate,
            ),
        )


METHODOLOGY = GramsPerUnit()
