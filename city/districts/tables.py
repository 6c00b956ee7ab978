"""The 23 districts and their places on the map of tiles, as a table of the open data."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.tile_map import SHORT, TILES, Tile
from common.open_data.fields import Row, Table, count, required, text


def _districts() -> Iterator[Row]:
    for tile, row in zip(TILES, _rows(), strict=True):
        yield tile.district.value, *_said(tile), row, tile.column


def _rows() -> Iterator[int]:
    """A row begins where the column is no further in the east."""
    row = 1
    yield row
    for before, tile in pairwise(TILES):
        row += tile.column <= before.column
        yield row


def _said(tile: Tile) -> tuple[str, str, str, str]:
    said = {}
    for language in ("zh-hans", "en"):
        with override(language):
            said[language] = (str(tile.district.label), str(SHORT[tile.district]))
    (chinese, short_chinese), (english, short_english) = said["zh-hans"], said["en"]
    return chinese, english, short_chinese, short_english


DISTRICTS = Table(
    "districts",
    _("Districts and tiles"),
    _("The 23 districts in which the city counts, and where each stands on our map of equal tiles"),
    ("district",),
    (
        required(text("district", _("District"), _("Its code in all tables"))),
        required(text("name_zh", _("Name in Chinese"))),
        required(text("name_en", _("Name in English"))),
        required(text("short_zh", _("On its tile, in Chinese"))),
        required(text("short_en", _("On its tile, in English"))),
        required(count("row", _("Row"), _("From 1 in the north"))),
        required(count("column", _("Column"), _("From 1 in the west"))),
    ),
    _districts,
)
