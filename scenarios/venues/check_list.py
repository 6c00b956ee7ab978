"""What a venue is evaluated by: weighted criteria for each kind of venue, and the grade that their points come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from common.texts import in_reader_language
from lists import reading
from methodologies.base import Text
from scenarios.rules import Source, Standing

FILE = Path(__file__).parent / "check_lists.yaml"
LIST = "check-list"
WHOLE = 100


class Mark(StrEnum):
    """How far a venue meets a criterion."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


class Grade(StrEnum):
    """What a score comes to, best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASSED = "passed"
    FAILED = "failed"


SHARES = {Mark.MET: Fraction(1), Mark.PARTLY: Fraction(1, 2), Mark.NOT_MET: Fraction(0)}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the list. A venue that does not meet a required one fails, whatever its score."""

    code: str
    text: Text
    points: int
    required: bool

    def __str__(self) -> str:
        return in_reader_language(self.text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What marks come to: the score from 0 to 100, and the required criteria that are not met."""

    score: int
    grade: Grade
    missed: Sequence[Criterion]


@dataclass(frozen=True, slots=True)
class CheckList:
    """The list for one kind of venue. Its points come to 100; `grades` are the least scores, best first."""

    criteria: Sequence[Criterion]
    grades: Mapping[Grade, int]
    valid_days: int
    recheck_days: int
    standing: Standing
    source: Source
    document: Mapping[str, Any]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "CheckList":
        """Raises KeyError or ValueError where the document is no whole list."""
        criteria = [
            Criterion(entry["code"], entry["text"], entry["points"], entry.get("required", False))
            for entry in document["criteria"]
        ]
        if sum(criterion.points for criterion in criteria) != WHOLE:
            raise ValueError(f"the points do not come to {WHOLE}")
        if len({criterion.code for criterion in criteria}) < len(criteria):
            raise ValueError("a criterion stands twice")
        return cls(
            criteria=criteria,
            # In their own order: the database keeps a document's in another.
            grades={grade: document["grades"][grade] for grade in Grade if grade in document["grades"]},
            valid_days=document["valid_days"],
            recheck_days=document["recheck_days"],
            standing=Standing(document["standing"]),
            source=Source.from_document(document["source"]),
            document=document,
        )

    def judge(self, marks: Mapping[str, Mark]) -> Verdict:
        """Needs a mark for each criterion. Half points are floored once, at the end."""
        score = int(sum(criterion.points * SHARES[marks[criterion.code]] for criterion in self.criteria))
        missed = [
            criterion for criterion in self.criteria if criterion.required and marks[criterion.code] is not Mark.MET
        ]
        return Verdict(score, Grade.FAILED if missed else self._grade(score), missed)

    def _grade(self, score: int) -> Grade:
        return next((grade for grade, least in self.grades.items() if score >= least), Grade.FAILED)


def check_list_for(kind: str) -> CheckList:
    """The list by which venues of a kind are evaluated now: the desk's last, or the one that came with the program."""
    return _whole(reading.current(), kind)


@lru_cache(maxsize=8)
def _whole(book: reading.Book, kind: str) -> CheckList:
    return CheckList.from_document(book.last(LIST).get(kind) or begun()[kind])


@cache
def begun() -> dict[str, dict[str, Any]]:
    """What the lists begin with, by kind of venue."""
    with FILE.open(encoding="utf-8") as file:
        whole = yaml.safe_load(file)
    return {kind: {**whole["common"], **stated} for kind, stated in whole["kinds"].items()}
