"""Makes clean pictures out of a sent file: its pixels on a fresh canvas, and nothing else of it.

Pure, and without Django: it runs in a process of its own (common/pictures/darkroom.py), as
`python -m common.pictures.cleaning SIDE …` with the sent file on standard input, for a JPEG of each longest side.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, BinaryIO

import pillow_heif
from PIL import Image, UnidentifiedImageError

from common.pictures import jpeg
from common.pictures.exif import exif_of
from common.pictures.pieces import has_too_many_pieces
from common.pictures.polyglots import is_more_than_a_photo

MOST_PIXELS = 65_000_000
"""Phones of 48, 50 and 64 million. What decoding so many takes is measured in docs/operations.md."""
LEAST_SIDE_PX = 200
LONGEST_SIDE_PX = 2048
MEMORY_BYTES = 2 * 1024**3
PROCESSOR_S = 8
"""The slowest photo that is taken needs about three."""
NICENESS = 5
"""Pages come first."""

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What sets a picture upright, by how its camera says that it was held.
TURNS: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Whatever a crafted file can make a parser raise; a fault of the machine's is none of these.
PARSER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
    RuntimeError,
)


class Unusable(Exception):
    """No photo that can be kept; `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def opened(content: bytes) -> Image.Image:
    """The picture with its header read and its pixels counted, none of them decoded yet. Raises `Unusable`."""
    if has_too_many_pieces(content):
        raise Unusable("unreadable_photo")
    if is_more_than_a_photo(content):
        raise Unusable("more_than_a_photo")
    picture = _opened_bare(content)
    if picture.width * picture.height > MOST_PIXELS:
        raise Unusable("too_many_pixels")
    if min(picture.size) < LEAST_SIDE_PX:
        raise Unusable("too_small")
    # A JPEG or HEIC of a phone often carries a second picture, a depth map or a preview: only the first one counts.
    if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
        raise Unusable("moving_picture")
    return picture


def redrawn(picture: Image.Image) -> Image.Image:
    """The pixels upright, at most 2,048 a side, on a fresh canvas that knows nothing of the file. Raises `Unusable`."""
    try:
        picture.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        picture.load()
    except PARSER_ERRORS as error:
        raise Unusable("unreadable_photo") from error
    # Made small before it is turned: turning takes a second picture of the same size.
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    upright = _upright(picture)
    canvas = Image.new("RGB", upright.size, "white")
    opaque = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    canvas.paste(opaque, mask=opaque if opaque.mode == "RGBA" else None)
    return canvas


def as_jpeg(clean: Image.Image) -> bytes:
    written = BytesIO()
    clean.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


def copies(content: bytes, sides: list[int]) -> tuple[dict[str, Any], bytes]:
    """A clean JPEG for each longest side, the largest first; `lengths` says where one ends. Raises `Unusable`."""
    clean = redrawn(opened(content))
    made = []
    for side in sorted(sides, reverse=True):
        clean.thumbnail((side, side), Image.Resampling.LANCZOS)
        made.append(as_jpeg(clean))
    return {"lengths": [len(jpeg) for jpeg in made]}, b"".join(made)


def _opened_bare(content: bytes) -> Image.Image:
    """A JPEG is opened without its notes: Pillow looks at some of them, and stumbles over those that are broken."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the stricter bound, and says so in its own words
    pillow_heif.register_heif_opener()
    parts = jpeg.parts_of(content)
    try:
        picture = Image.open(BytesIO(parts.bare if parts else content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unusable("not_a_photo") from error
    except PARSER_ERRORS as error:
        raise Unusable("unreadable_photo") from error
    if parts:
        picture.info["exif"] = parts.exif
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """A HEIC comes out of its decoder upright, whatever its EXIF says."""
    turn = None if picture.format == "HEIF" else TURNS.get(exif_of(picture).orientation)
    return picture if turn is None else picture.transpose(turn)


# The process


def answer(develop: Callable[[bytes], tuple[dict[str, Any], bytes]], sent: BinaryIO, said: BinaryIO) -> None:
    """Reads a file within bounds, answers with a line of JSON and, where the file was usable, the pictures after it."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    try:
        told, pictures = develop(sent.read())
    except Unusable as unusable:
        said.write(json.dumps({"unusable": unusable.reason}).encode())
        return
    said.write(json.dumps(told).encode() + b"\n" + pictures)


if __name__ == "__main__":
    wanted = [int(side) for side in sys.argv[1:]]
    answer(lambda content: copies(content, wanted), sys.stdin.buffer, sys.stdout.buffer)
