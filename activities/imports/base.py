"""What a file format is: the columns by which its header row is recognised, and how a row becomes a draft."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from activities.imports.cells import plain
from activities.intake import Draft
from methodologies.base import Text
from scenarios.rules import Evidence


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a format needs; `name` is what its readers call it, `aliases` are other headers it may have."""

    name: str
    label: Text
    """The header in the template, by language."""
    help: Text
    aliases: tuple[str, ...] = ()
    optional: bool = False
    """Files may lack it, and the template does."""

    def is_headed(self, header: str) -> bool:
        return header in {_folded(name) for name in (self.name, *self.label.values(), *self.aliases)}


class FileFormat(ABC):
    """One way of writing acts into a file. Instances hold no state; all methods are pure."""

    code: ClassVar[str]
    name: ClassVar[Text]
    help: ClassVar[Text]
    """How a citizen comes by such a file."""
    columns: ClassVar[tuple[Column, ...]]
    evidence: ClassVar[Evidence] = Evidence.SELF_DECLARED
    """How well a row proves its act. What citizens write themselves is typed, whatever the file is called."""
    example: ClassVar[tuple[str, ...]]
    """A row as the file has it, one cell a column."""
    has_template: ClassVar[bool] = True
    """Whether citizens write such a file themselves."""

    def places(self, header: Sequence[str]) -> Mapping[str, int] | None:
        """In which place of the header row each column stands; `None` when this is another format's header."""
        folded = [_folded(cell) for cell in header]
        places: dict[str, int] = {}
        for column in self.columns:
            found = [place for place, cell in enumerate(folded) if column.is_headed(cell)]
            if len(found) > 1 or not (found or column.optional):
                return None
            if found:
                places[column.name] = found[0]
        return places

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns that every file of the format has."""
        return tuple(column for column in self.columns if not column.optional)

    @abstractmethod
    def draft(self, row: Mapping[str, str]) -> Draft | None:
        """The act of a row, its cells by column name; `None` where the row tells of none. Raises `DomainError`.

        What makes the record one of a kind is among the act's `things`, so that it counts once for everybody.
        """


def _folded(header: str) -> str:
    return " ".join(plain(header).casefold().split())
