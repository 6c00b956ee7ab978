"""Recognises a file by the row that names its columns, and says which column is missing where none does."""

from collections.abc import Iterable, Mapping, Sequence

from channels.files import refusals
from channels.files.formats import table
from channels.files.formats.base import FileFormat
from channels.files.formats.registry import all_formats
from channels.files.formats.table import Line, Table
from common.errors import DomainError
from common.typed import letters

MOST_ABOVE = 10
"""So many lines may stand above the column names: a title, whose file it is, `sep=;`."""

Formats = Mapping[str, FileFormat]


def read(content: bytes, formats: Formats | None = None) -> tuple[FileFormat, Table]:
    """The format of a file, of all or of those that are given, and its table with one line for each act.

    Raises `DomainError`.
    """
    known, lines = formats or all_formats(), table.lines_of(content)
    tables = [table.below(lines, place) for place in range(min(len(lines), MOST_ABOVE + 1))]
    for place, found in enumerate(tables):
        file_format = _matching(found.header, known)
        if file_format is None:
            continue
        if any(_is_row(line, found, file_format) for line in lines[:place]):
            raise _unknown(known)
        if len(found.lines) > table.MOST_ROWS:
            raise refusals.TooManyRows(most=table.MOST_ROWS)
        return file_format, file_format.gathered(found)
    raise _refusal([found.header for found in tables], known)


def recognise(header: Sequence[str]) -> FileFormat:
    """The format with this header row. Raises `UnknownHeader`."""
    found = _matching(header, all_formats())
    if found is None:
        raise _refusal([header], all_formats())
    return found


def _matching(header: Sequence[str], formats: Formats) -> FileFormat | None:
    """Of several formats the one that asks for most."""
    matching = [entry for entry in formats.values() if entry.places(header) is not None]
    return max(matching, key=lambda entry: len(entry.needed), default=None)


def _is_row(line: Line, read: Table, file_format: FileFormat) -> bool:
    """Whether a line tells of an act: such a line above the column names is no title, and must not be lost."""
    try:
        return file_format.draft(file_format.rows(read).of(line)) is not None
    except DomainError:
        return False


def _refusal(headers: Sequence[Sequence[str]], formats: Formats) -> refusals.UnknownHeader:
    """Why none of the first lines names the columns of a format: by the line and format that come nearest."""
    tried = [(header, entry) for header in headers for entry in formats.values()]
    header, nearest = max(tried, key=lambda pair: _likeness(*pair))
    found = nearest.found(header)
    missing = [column for column in nearest.needed if column.name not in found]
    for places in found.values():
        if len(places) > 1:
            return refusals.ColumnTwice(column=letters.plain(header[places[0]]))
    if len(missing) == len(nearest.needed):
        return _unknown(formats)
    language = _language(header[places[0]] for places in found.values())
    return refusals.ColumnMissing(
        format=dict(nearest.name),
        missing=[column.label[language] for column in missing],
        columns=[column.label[language] for column in nearest.needed],
    )


def _unknown(formats: Formats) -> refusals.UnknownHeader:
    known = [
        {"name": dict(entry.name), "columns": [dict(column.label) for column in entry.needed]}
        for entry in formats.values()
    ]
    return refusals.UnknownHeader(formats=known)


def _likeness(header: Sequence[str], file_format: FileFormat) -> tuple[int, int, int]:
    """How near a header comes to a format: by what it has of its columns, what it lacks, how exactly it is spelt."""
    found = file_format.found(header)
    has = sum(column.name in found for column in file_format.needed)
    exact = sum(column.name in header for column in file_format.columns)
    return has, has - len(file_format.needed), exact


def _language(names: Iterable[str]) -> str:
    """The language of a file that calls its columns so."""
    return "zh-hans" if any("\u4e00" <= letter <= "\u9fff" for name in names for letter in name) else "en"
