"""Serial numbers of units: `CN-CDCER-{method}-{project}-{vintage}-{issuance}-{first}-{last}`."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from projects.models import Issuance

PREFIX = "CN-CDCER"
WRITTEN = re.compile(rf"{PREFIX}-[A-Z0-9]+-\d+-\d{{4}}-\d+-(\d{{1,18}})-(\d{{1,18}})", re.IGNORECASE | re.ASCII)


class Numbers(NamedTuple):
    """Consecutive units from the first to before the one after the last, as a range of the database says it."""

    first: int
    after: int

    @classmethod
    def of(cls, numbers: Any) -> Self:
        """Of a range as rows have it."""
        return cls(numbers.lower, numbers.upper)

    @property
    def last(self) -> int:
        return self.after - 1

    @property
    def tonnes(self) -> int:
        return self.after - self.first


def serial(issuance: "Issuance", numbers: Any) -> str:
    """Names some units of an issuance: a whole row of them is one serial number."""
    units, project = Numbers.of(numbers), issuance.project
    # The parts are told apart by hyphens, so that none has any.
    method = project.method.replace("-", "").upper()
    return f"{PREFIX}-{method}-{project.number:04}-{issuance.vintage}-{issuance.nth:02}-{units.first}-{units.last}"


def numbers_in(text: str) -> Numbers | None:
    """Those that a serial number names, as it is printed; nothing where the text is none."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    first, last = (int(number) for number in found.groups())
    return Numbers(first, last + 1) if 0 < first <= last else None
