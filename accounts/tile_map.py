"""Where each district stands on a map of equal tiles, laid out like the city; it draws no borders.

Public maps of China need an approval number; tiles say which district lies beside which, and every one is large enough
for a finger.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.districts import District

COLUMNS = 5
_LAYOUT = """
.            pengzhou     xindu        qingbaijiang jintang
dujiangyan   pidu         jinniu       chenghua     .
chongzhou    wenjiang     qingyang     jinjiang     longquanyi
dayi         shuangliu    wuhou        gaoxin       jianyang
qionglai     xinjin       tianfu       dongbu       .
pujiang      .            .            .            .
"""


class Tile(NamedTuple):
    """A district and the column that it stands in, from 1 in the west. Tiles follow one another row by row."""

    district: District
    column: int


TILES = tuple(
    Tile(District(code), column)
    for row in _LAYOUT.split("\n")
    for column, code in enumerate(row.split(), 1)
    if code != "."
)
SHORT: Mapping[District, str | Promise] = {
    District.JINJIANG: pgettext_lazy("on a tile", "JJ"),
    District.QINGYANG: pgettext_lazy("on a tile", "QY"),
    District.JINNIU: pgettext_lazy("on a tile", "JN"),
    District.WUHOU: pgettext_lazy("on a tile", "WH"),
    District.CHENGHUA: pgettext_lazy("on a tile", "CH"),
    District.LONGQUANYI: pgettext_lazy("on a tile", "LQY"),
    District.QINGBAIJIANG: pgettext_lazy("on a tile", "QBJ"),
    District.XINDU: pgettext_lazy("on a tile", "XD"),
    District.WENJIANG: pgettext_lazy("on a tile", "WJ"),
    District.SHUANGLIU: pgettext_lazy("on a tile", "SL"),
    District.PIDU: pgettext_lazy("on a tile", "PD"),
    District.XINJIN: pgettext_lazy("on a tile", "XJ"),
    District.JIANYANG: pgettext_lazy("on a tile", "JY"),
    District.DUJIANGYAN: pgettext_lazy("on a tile", "DJY"),
    District.PENGZHOU: pgettext_lazy("on a tile", "PZ"),
    District.QIONGLAI: pgettext_lazy("on a tile", "QL"),
    District.CHONGZHOU: pgettext_lazy("on a tile", "CZ"),
    District.JINTANG: pgettext_lazy("on a tile", "JT"),
    District.DAYI: pgettext_lazy("on a tile", "DY"),
    District.PUJIANG: pgettext_lazy("on a tile", "PJ"),
    District.GAOXIN: pgettext_lazy("on a tile", "GX"),
    District.TIANFU: pgettext_lazy("on a tile", "TF"),
    District.DONGBU: pgettext_lazy("on a tile", "DB"),
}
"""What there is room for on a phone: in English the first letters of its syllables."""
