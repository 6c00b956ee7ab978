"""What a file format is: the columns by which its header row is recognised, and how a row becomes a draft."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from activities.gate.drafts import Draft
from channels.files.formats.rows import Row, Rows
from channels.files.formats.table import Table
from common.typed import letters
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
    claims: str = ""
    """The number of the claim that its cells say."""

    def is_headed(self, header: str) -> bool:
        """Whether it is this column's, by a header as `letters.header` spells it."""
        return header in {letters.header(name) for name in (self.name, *self.label.values(), *self.aliases)}


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
        found = self.found(header)
        needed = {column.name for column in self.needed}
        if needed - found.keys() or any(len(places) > 1 for places in found.values()):
            return None
        return {name: places[0] for name, places in found.items()}

    def found(self, header: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Every place of the header row at which a column stands, by the columns that it has."""
        spelt = [letters.header(cell) for cell in header]
        places = {
            column.name: [place for place, cell in enumerate(spelt) if column.is_headed(cell)]
            for column in self.columns
        }
        return {name: of_column for name, of_column in places.items() if of_column}

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns that every file of the format has."""
        return tuple(column for column in self.columns if not column.optional)

    def rows(self, read: Table) -> Rows:
        """The rows of a file of this format."""
        places = self.places(read.header)
        assert places is not None
        return Rows(read, places, {column.claims: column.name for column in self.columns if column.claims})

    def gathered(self, read: Table) -> Table:
        """The table with one line for each act, where several lines of a file tell of one. Raises `DomainError`."""
        return read

    def check(self, read: Table) -> None:  # noqa: B027, most formats have nothing to check
        """Raises `DomainError` where the rows of a file that is uploaded cannot each be an act."""

    @abstractmethod
    def draft(self, row: Row) -> Draft | None:
        """The act of a row; `None` where the row tells of none. Raises `DomainError`.

        What makes the record one of a kind is among the act's `things`, so that it counts once for everybody.
        """
