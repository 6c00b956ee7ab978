"""Reads the few tags of a picture's EXIF that the portal asks for, each on its own. Pure.

EXIF comes from a thousand cameras and is broken somewhere in many photos. Whatever else stands in it decides nothing
here: neither whether the picture is taken, nor what the tags that are asked for say.
"""

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from PIL import ExifTags, Image

MARK = b"Exif\0\0"
ORDERS = {b"II": "<", b"MM": ">"}
LARGEST_VALUE = 512
"""Bytes. A time, a turn and a position are far shorter; nothing longer is even copied."""

# Bytes that one value takes, by the kinds of values that are read: texts, whole numbers and fractions.
TEXTS, WHOLES, RATIOS = {1: 1, 2: 1, 7: 1, 129: 1}, {3: "H", 4: "L"}, {5: "LL", 10: "ll"}
SIZES = {**TEXTS, 3: 2, 4: 4, 5: 8, 10: 8}

DETAILS = frozenset(
    {
        ExifTags.Base.DateTimeOriginal,
        ExifTags.Base.DateTimeDigitized,
        ExifTags.Base.OffsetTime,
        ExifTags.Base.OffsetTimeOriginal,
        ExifTags.Base.OffsetTimeDigitized,
    }
)
# Some cameras write the details beside what leads to them.
MAIN = DETAILS | {ExifTags.Base.Orientation, ExifTags.Base.DateTime, ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo}
PLACE = frozenset(
    {ExifTags.GPS.GPSLatitudeRef, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitudeRef, ExifTags.GPS.GPSLongitude}
)


class Value(NamedTuple):
    """What stands in a tag, as its bytes; read as what the asker expects it to be."""

    kind: int
    order: str
    raw: bytes

    def text(self) -> str:
        """In UTF-8, or as Chinese phones wrote before; empty where it is no text."""
        if self.kind not in TEXTS:
            return ""
        try:
            return self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return self.raw.decode("gb18030", "replace")

    def whole(self) -> int | None:
        code = WHOLES.get(self.kind)
        return struct.unpack_from(self.order + code, self.raw)[0] if code else None

    def ratios(self) -> list[Fraction | None]:
        """Each fraction exactly, nothing for one whose lower part is zero; none at all where these are no fractions."""
        code = RATIOS.get(self.kind)
        pairs = struct.iter_unpack(self.order + code, self.raw) if code else ()
        return [Fraction(upper, lower) if lower else None for upper, lower in pairs]


Directory = Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Exif:
    """The tags that were asked for, in their three directories; one that is missing or broken is left out."""

    main: Directory = field(default_factory=dict)
    details: Directory = field(default_factory=dict)
    place: Directory = field(default_factory=dict)

    @property
    def orientation(self) -> int:
        """How the camera was held, from 1 (upright) to 8; upright where it says nothing of the kind."""
        value = self.main.get(ExifTags.Base.Orientation)
        turned = value.whole() if value else None
        return turned if turned is not None and 1 <= turned <= 8 else 1


def exif_of(picture: Image.Image) -> Exif:
    """What the picture's EXIF says; nothing where it has none."""
    return read(_block(picture))


def read(block: bytes) -> Exif:
    """The tags of an EXIF block, with or without its mark."""
    while block.startswith(MARK):
        block = block[len(MARK) :]
    order = ORDERS.get(block[:2])
    if order is None or len(block) < 8:
        return Exif()
    main = _directory(block, order, struct.unpack_from(order + "L", block, 4)[0], MAIN)
    return Exif(
        main,
        _named(block, order, main.get(ExifTags.IFD.Exif), DETAILS),
        _named(block, order, main.get(ExifTags.IFD.GPSInfo), PLACE),
    )


def _block(picture: Image.Image) -> bytes:
    """A PNG has it behind its pixels or, in older ones, as a text of hexadecimal digits: call it once it is loaded."""
    block, profile = picture.info.get("exif"), picture.info.get("Raw profile type exif")
    if isinstance(block, bytes):
        return block
    try:
        return bytes.fromhex("".join(str(profile).split("\n")[3:])) if profile else b""
    except ValueError:
        return b""


def _named(block: bytes, order: str, pointer: Value | None, wanted: Collection[int]) -> Directory:
    start = pointer.whole() if pointer else None
    return {} if start is None else _directory(block, order, start, wanted)


def _directory(block: bytes, order: str, start: int, wanted: Collection[int]) -> Directory:
    if start + 2 > len(block):
        return {}
    found: dict[int, Value] = {}
    count = struct.unpack_from(order + "H", block, start)[0]
    last = min(start + 2 + 12 * count, len(block) - 11)
    for at in range(start + 2, last, 12):
        tag, kind, values = struct.unpack_from(order + "HHL", block, at)
        size = values * SIZES.get(kind, 0)
        if tag not in wanted or tag in found or not 0 < size <= LARGEST_VALUE:
            continue
        where = at + 8 if size <= 4 else struct.unpack_from(order + "L", block, at + 8)[0]
        raw = block[where : where + size]
        if len(raw) == size:
            found[tag] = Value(kind, order, raw)
    return found
