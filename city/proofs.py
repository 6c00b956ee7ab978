"""How well what the city did together is proven, in words: for the public page and for the desk."""

from typing import NamedTuple

from city.figures import Figures, Sums
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence


class Proven(NamedTuple):
    """What is proven in one way, since the start."""

    evidence: Evidence
    proof: str
    sums: Sums
    share: str
    """Of the grams."""


def share(part: int, whole: int) -> str:
    """Whole percents, rounded down; something is never told as nothing."""
    percent = part * 100 // whole if whole else 0
    return "<1%" if part and not percent else f"{percent}%"


def proofs(figures: Figures) -> list[Proven]:
    """Each grade of evidence with what it stands for, the best first."""
    return [
        Proven(grade, evidence_of_all_in_words(grade), sums, share(sums.grams, figures.total.grams))
        for grade, sums in figures.by_evidence.items()
    ]
