"""Photos with EXIF as cameras write it, byte by byte: also what no library would write."""

import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from common.city_time import CITY_ZONE
from tests.evidence.pictures import as_file, drawn

pillow_heif.register_heif_opener()  # which also writes them

ORIENTATION, CHANGED, DETAILS, PLACE = 0x0112, 0x0132, 0x8769, 0x8825
ORIGINAL, DIGITIZED, OFFSET, ORIGINAL_OFFSET, DIGITIZED_OFFSET = 0x9003, 0x9004, 0x9010, 0x9011, 0x9012
BYTE, ASCII, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SRATIONAL, DOUBLE = 1, 2, 3, 4, 5, 6, 7, 10, 12
WIDTHS = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, SBYTE: 1, UNDEFINED: 1, SRATIONAL: 8, DOUBLE: 8}
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class Raw(NamedTuple):
    """A value as it stands in the file; `count` and `offset` may lie."""

    kind: int
    content: bytes
    count: int | None = None
    offset: int | None = None


Written = Raw | str | int | Sequence[tuple[int, int]]


def exif(
    main: Mapping[int, Written] | None = None,
    details: Mapping[int, Written] | None = None,
    place: Mapping[int, Written] | None = None,
    *,
    order: str = "<",
) -> bytes:
    """An EXIF block: a text for ASCII, a number for SHORT, pairs for RATIONAL."""
    written = b"Exif\0\0" + (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "L", 8)
    parts = [dict(main or {}), dict(details or {}), dict(place or {})]
    start = 8
    pointers = {DETAILS: 1, PLACE: 2}
    sizes = [_size(_with_pointers(parts[0], parts), order), _size(parts[1], order), _size(parts[2], order)]
    starts = [start, start + sizes[0], start + sizes[0] + sizes[1]]
    for tag, number in pointers.items():
        if parts[number] and tag not in parts[0]:
            parts[0][tag] = Raw(LONG, struct.pack(order + "L", starts[number]))
    return written + b"".join(_directory(part, at, order) for part, at in zip(parts, starts, strict=True))


def photo(block: bytes, kind: str = "JPEG", *, seed: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    """A drawn picture with this EXIF."""
    return as_file(drawn(seed, size), kind, exif=block)


def shot_at(moment: datetime, *, seed: int = 1) -> bytes:
    """A phone's photo of a moment, by the city's clock."""
    taken = moment.astimezone(CITY_ZONE).strftime("%Y:%m:%d %H:%M:%S")
    return photo(exif({CHANGED: taken}, {ORIGINAL: taken, DIGITIZED: taken}), seed=seed)


def old_png(block: bytes) -> bytes:
    """A PNG of before there was a chunk for EXIF: it stands as digits in a text."""
    info = PngInfo()
    digits = block.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8d}\n{lines}\n", zip=True)
    return as_file(drawn(), "PNG", pnginfo=info)


def upright(picture: Image.Image) -> str:
    """Which corner of a turned `corners` is the white one."""
    across, down = picture.width // 8, picture.height // 8
    places = {
        "top left": (across, down),
        "top right": (picture.width - across, down),
        "bottom left": (across, picture.height - down),
        "bottom right": (picture.width - across, picture.height - down),
    }
    grey = picture.convert("L")
    return max(places, key=lambda name: grey.getpixel(places[name]))


def corners(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A dark picture whose top left corner is white."""
    picture = drawn(1, size).point(lambda level: level // 4)
    picture.paste((255, 255, 255), (0, 0, size[0] // 4, size[1] // 4))
    return picture


def _with_pointers(main: dict[int, Written], parts: list[dict[int, Written]]) -> dict[int, Written]:
    told = dict(main)
    for tag, number in ((DETAILS, 1), (PLACE, 2)):
        if parts[number]:
            told.setdefault(tag, Raw(LONG, bytes(4)))
    return told


def _raw(value: Written, order: str) -> Raw:
    if isinstance(value, Raw):
        return value
    if isinstance(value, str):
        return Raw(ASCII, value.encode() + b"\0")
    if isinstance(value, int):
        return Raw(SHORT, struct.pack(order + "H", value))
    return Raw(RATIONAL, b"".join(struct.pack(order + "LL", *pair) for pair in value))


def _size(part: Mapping[int, Written], order: str) -> int:
    longer = [len(raw.content) for raw in (_raw(value, order) for value in part.values()) if len(raw.content) > 4]
    return 2 + 12 * len(part) + 4 + sum(length + length % 2 for length in longer)


def _directory(part: Mapping[int, Written], start: int, order: str) -> bytes:
    entries, behind = b"", b""
    free = start + 2 + 12 * len(part) + 4
    for tag, value in sorted(part.items()):
        raw = _raw(value, order)
        count = len(raw.content) // WIDTHS.get(raw.kind, 1) if raw.count is None else raw.count
        if len(raw.content) > 4:
            where = struct.pack(order + "L", free + len(behind) if raw.offset is None else raw.offset)
            behind += raw.content + bytes(len(raw.content) % 2)
        elif raw.offset is not None:
            where = struct.pack(order + "L", raw.offset)
        else:
            where = raw.content.ljust(4, b"\0")
        entries += struct.pack(order + "HHL", tag, raw.kind, count) + where
    return struct.pack(order + "H", len(part)) + entries + bytes(4) + behind
