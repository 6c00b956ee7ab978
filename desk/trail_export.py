"""The one line of time as a file has it: what its page would show by the same question, each change whole."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from common.csv_stream import Cell
from common.desk_lines import NOTHING
from desk.exporting import moment_cell
from desk.timeline import Told


def header() -> list[str]:
    return [_("when"), _("who"), _("deed"), _("what"), _("kind"), _("what changed")]


def rows(lines: Iterable[Told]) -> Iterator[list[Cell]]:
    """The file is sent after the request is over, and with it the reader's language."""
    language, lines = translation.get_language(), iter(lines)
    while True:
        with translation.override(language):
            told = next(lines, None)
            if told is None:
                return
            cells = _cells(told)
        yield cells


def _cells(told: Told) -> list[Cell]:
    source, line = told
    changes = (
        f"{each.label}: {each.before} → {each.after}" if each.before != NOTHING else f"{each.label}: {each.after}"
        for each in line.changes
    )
    return [moment_cell(line.at), line.who, line.deed, line.what, source.title, "; ".join(changes)]
