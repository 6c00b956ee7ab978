"""What a table of the open data is: its fields with type, unit and meaning, and its rows in their one order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise

from common.texts import in_reader_language

Words = str | Promise
Value = str | int | Decimal | bool | None
Row = tuple[Value, ...]
ENGLISH = "en"


class Type(StrEnum):
    """As a Table Schema names them."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    """A decimal as exact as its source; JSON has it as a text, as binary fractions would not be what was said."""
    FLAG = "boolean"
    DAY = "date"
    MOMENT = "datetime"
    MONTH = "yearmonth"


class Field(NamedTuple):
    """A column. `codes` are all values that it may have, each in words."""

    name: str
    type: Type
    title: Words
    meaning: Words = ""
    unit: str = ""
    codes: Callable[[], Mapping[str, Words]] | None = None
    is_required: bool = False
    """Whether every row has it."""
    least: int | None = None
    step: int = 1
    """Numbers are multiples of it, rounded down: 0 stands for whatever is less."""

    @property
    def coded(self) -> list[tuple[str, Words]]:
        return [*self.codes().items()] if self.codes else []

    @property
    def constraints(self) -> dict[str, Any]:
        """As a Table Schema names them."""
        found: dict[str, Any] = {"enum": [*self.codes()]} if self.codes else {}
        if self.is_required:
            found["required"] = True
        if self.least is not None:
            found["minimum"] = self.least
        return found


class Table(NamedTuple):
    """A file of the open data. `rows` reads them in constant memory, each with a value for each field."""

    name: str
    title: Words
    meaning: Words
    key: Sequence[str]
    fields: Sequence[Field]
    rows: Callable[[], Iterator[Row]]
    rows_after: Callable[[Sequence[Value]], Iterator[Row]] | None = None
    """Those that follow the one of a key, for a table that grows every day: the database finds them by an index."""


def text(name: str, title: Words, meaning: Words = "") -> Field:
    return Field(name, Type.TEXT, title, meaning)


def whole(name: str, title: Words, meaning: Words = "", unit: str = "", step: int = 1) -> Field:
    return Field(name, Type.WHOLE, title, meaning, unit, step=step)


def count(name: str, title: Words, meaning: Words = "", unit: str = "", step: int = 1) -> Field:
    """A whole number that is never negative."""
    return Field(name, Type.WHOLE, title, meaning, unit, least=0, step=step)


def number(name: str, title: Words, meaning: Words = "", unit: str = "") -> Field:
    return Field(name, Type.NUMBER, title, meaning, unit)


def flag(name: str, title: Words, meaning: Words = "") -> Field:
    return Field(name, Type.FLAG, title, meaning, is_required=True)


def coded(name: str, title: Words, codes: Callable[[], Mapping[str, Words]], meaning: Words = "") -> Field:
    return Field(name, Type.TEXT, title, meaning, codes=codes)


def required(field: Field) -> Field:
    """The field, of which every row has a value."""
    return field._replace(is_required=True)


def in_words(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, Words]:
    """Words that are data, in the reader's language once they are read."""
    return {code: in_reader_language(words) for code, words in table.items()}


def both(words: Mapping[str, str] | None) -> tuple[str | None, str | None]:
    """Words that are data, in Chinese and in English; `None` where nobody wrote them."""
    said = words or {}
    return said.get("zh-hans") or None, said.get(ENGLISH) or None
