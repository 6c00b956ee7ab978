"""The sheet on which a method works: each step with its terms and kilograms, as an auditor would want it written."""

from collections.abc import Iterable
from decimal import Decimal
from math import prod

from methodologies.base import Text
from methodologies.projects.prudence import deduction, together
from methodologies.projects.told import Side, Step, Term, plain

KG_PER_T = Term("1000", {"zh-hans": "每吨千克数", "en": "kg in a t"}, Decimal(1000))
CO2_OF_C = Term(
    "44/12", {"zh-hans": "CO₂ 与碳的分子量之比", "en": "CO₂ to carbon by weight"}, Decimal(44), over=Decimal(12)
)
N2O_OF_N = Term(
    "44/28", {"zh-hans": "N₂O 与氮的分子量之比", "en": "N₂O to nitrogen by weight"}, Decimal(44), over=Decimal(28)
)
CH4_OF_C = Term(
    "16/12", {"zh-hans": "CH₄ 与碳的分子量之比", "en": "CH₄ to carbon by weight"}, Decimal(16), over=Decimal(12)
)


class Sheet:
    """Steps in the order in which they were worked."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def times(
        self,
        side: Side,
        title: Text,
        *terms: Term,
        uncertainty: Decimal | None = None,
        within: tuple[Term, ...] = (),
    ) -> None:
        """A step that is the product of its terms, in kg; none where it is nought. `within`: what a term is made of."""
        kg = product(terms)
        if not kg:
            return
        worked = {
            language: f"{' × '.join(term.written(language) for term in terms)} = {plain(kg)} kg CO₂e"
            for language in title
        }
        width = together(term.uncertainty for term in terms) if uncertainty is None else uncertainty
        formula = " × ".join(term.symbol for term in terms)
        deducted = abs(kg) * deduction(width)
        self.steps.append(Step(side, title, formula, (*terms, *within), worked, kg, width, deducted))


def product(terms: Iterable[Term]) -> Decimal:
    """All values, then all divisors: what comes out whole is whole."""
    terms = tuple(terms)
    return Decimal(prod(term.value for term in terms)) / prod(term.over for term in terms)
