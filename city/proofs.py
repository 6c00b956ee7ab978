"""How well what the city did together is proven, in words: for the public page and for the desk."""

from typing import NamedTuple

from city.figures import Figures, Sums
from scenarios.evidence_words import evidence_of_all_in_words


class Proven(NamedTuple):
    """What is proven in one way, since the start."""

    proof: str
    sums: Sums
    percent: int
    """Its share of the grams, rounded down."""


def proofs(figures: Figures) -> list[Proven]:
    """Each grade of evidence with what it stands for, the best first."""
    return [
        Proven(
            evidence_of_all_in_words(grade), sums, sums.grams * 100 // figures.total.grams if figures.total.grams else 0
        )
        for grade, sums in figures.by_evidence.items()
    ]
