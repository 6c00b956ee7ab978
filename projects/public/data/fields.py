"""What a table of the open data is: its fields with type, unit and meaning, and its rows in their one order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.districts import District
from common.texts import in_reader_language
from methodologies.projects.known import fields as fields_of_projects
from methodologies.projects.known import known

Words = str | Promise
Value = str | int | None
Row = tuple[Value, ...]


class Type(StrEnum):
    """As a Table Schema names them."""

    TEXT = "string"
    WHOLE = "integer"
    DAY = "date"
    MOMENT = "datetime"


class Field(NamedTuple):
    """A column. `codes` are all values that it may have, each in words."""

    name: str
    type: Type
    title: Words
    meaning: Words = ""
    unit: str = ""
    codes: Callable[[], Mapping[str, Words]] | None = None

    @property
    def coded(self) -> list[tuple[str, Words]]:
        return [*self.codes().items()] if self.codes else []


class Table(NamedTuple):
    """A file of the open data. `rows` reads them in constant memory, each with a value for each field."""

    name: str
    title: Words
    meaning: Words
    key: Sequence[str]
    fields: Sequence[Field]
    rows: Callable[[], Iterator[Row]]


def text(name: str, title: Words, meaning: Words = "") -> Field:
    return Field(name, Type.TEXT, title, meaning)


def whole(name: str, title: Words, meaning: Words = "", unit: str = "") -> Field:
    return Field(name, Type.WHOLE, title, meaning, unit)


def tonnes(name: str, title: Words, meaning: Words) -> Field:
    return Field(name, Type.WHOLE, title, meaning, "t CO2e")


def coded(name: str, title: Words, codes: Callable[[], Mapping[str, Words]], meaning: Words = "") -> Field:
    return Field(name, Type.TEXT, title, meaning, codes=codes)


def in_words(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, Words]:
    """Words that are data, in the reader's language once they are read."""
    return {code: in_reader_language(words) for code, words in table.items()}


NAMES = (
    text("name_zh", _("Name in Chinese")),
    text("name_en", _("Name in English"), _("Empty where nobody wrote one")),
)
OWNER = text("owner", pgettext_lazy("of a project", "Owner"), _("Name of the organisation whose project it is"))
WHAT_IT_IS = (
    coded("method", _("Method"), lambda: in_words({code: one.name for code, one in known().items()})),
    coded("field", _("Field"), lambda: in_words({code: one.label for code, one in fields_of_projects().items()})),
    coded("district", _("District"), lambda: dict(District.choices)),
)
CREDITED = (
    Field("credited_from", Type.DAY, _("Credited from")),
    Field("credited_until", Type.DAY, _("Credited until"), _("This day included")),
)
OF_PROJECT = (
    text("project_id", _("Project"), _("Its id; its page is /registry/projects/{project_id}/")),
    whole("project_number", _("Number of the project"), _("As it stands in serial numbers")),
)
UNITS = (
    text("serial", _("Serial number"), "CN-CDCER-{method}-{project}-{vintage}-{issuance}-{first}-{last}"),
    whole("first_unit", _("First unit")),
    whole("last_unit", _("Last unit"), _("Units are counted through the whole registry, one for each tonne")),
    tonnes("tonnes", _("Tonnes"), _("Last unit less the first, and one")),
)
VINTAGE = whole("vintage", _("Year of the reductions"))
