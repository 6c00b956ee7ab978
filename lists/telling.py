"""What an edition says, line by line beside the one that held before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lists.kinds import Line, every_kind
from lists.models import Edition

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Compared:
    label: str
    before: str
    now: str

    @property
    def is_other(self) -> bool:
        return self.before != self.now


def lines_of(code: str, document: Mapping[str, Any]) -> Sequence[Line]:
    """None of a list that this program does not know."""
    kind = every_kind().get(code)
    return kind.lines(document) if kind else []


def compared(edition: Edition) -> list[Compared]:
    """In the order of the edition; what only the one before says comes last."""
    earlier = edition.before
    new = dict(lines_of(edition.list_code, edition.document))
    old = {} if earlier is None else dict(lines_of(edition.list_code, earlier.document))
    labels = [*new, *(label for label in old if label not in new)]
    return [Compared(label, old.get(label, NOTHING), new.get(label, NOTHING)) for label in labels]
