"""Serial numbers of units: `CN-CDCER-{method}-{project}-{vintage}-{issuance}-{first}-{last}`."""

from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from projects.models import Issuance

PREFIX = "CN-CDCER"


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
