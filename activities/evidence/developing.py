"""Makes a clean JPEG out of a sent picture, with what its EXIF said and the hashes that know it again.

Pure, and without Django: it runs in a process of its own (activities/evidence/darkroom.py), as
`python -m activities.evidence.developing` with the sent file on standard input.
"""

import contextlib
import json
import math
import resource
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

import pillow_heif
from imagehash import ImageHash, dhash, dhash_vertical
from PIL import ExifTags, Image, ImageOps, ImageStat, UnidentifiedImageError

MOST_PIXELS = 50_000_000
LEAST_SIDE_PX = 200
LONGEST_SIDE_PX = 2048
MEMORY_BYTES = 2 * 1024**3
PROCESSOR_S = 20

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What a browser, a viewer or an archiver would take the same bytes for. Longer than chance would write into pixels.
OTHER_TONGUES = (b"<script", b"<html", b"<?php", b"%pdf-")

# Two photos of a real scene differ by far more grey than this; below it a hash tells only of the camera's noise.
UNIFORM_BELOW = 6.0
HASHED_SIDE_PX = 256
# The whole first. A citizen who trims up to a twentieth of a side leaves about one of the others.
TRIMS = (
    (0.0, 0.0, 0.0, 0.0),
    (0.05, 0.0, 0.0, 0.0),
    (0.0, 0.05, 0.0, 0.0),
    (0.0, 0.0, 0.05, 0.0),
    (0.0, 0.0, 0.0, 0.05),
    (0.05, 0.05, 0.0, 0.0),
    (0.0, 0.05, 0.05, 0.0),
    (0.0, 0.0, 0.05, 0.05),
    (0.05, 0.0, 0.0, 0.05),
    (0.025, 0.025, 0.025, 0.025),
    (0.05, 0.05, 0.05, 0.05),
)

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


@dataclass(frozen=True, slots=True)
class Said:
    """What the camera wrote about the moment: a local time, its offset where given, and a position in WGS-84."""

    taken_at: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Developed:
    """The clean picture. `hashes` are pairs of signed 64-bit numbers, across and down, the whole picture's first."""

    jpeg: bytes
    width: int
    height: int
    said: Said
    is_uniform: bool
    hashes: Sequence[tuple[int, int]]


def develop(content: bytes) -> Developed:
    """The clean picture of a sent file. Raises `Unusable`."""
    _refuse_polyglots(content)
    picture = _opened(content)
    said = _said(picture)
    clean = _redrawn(picture)
    jpeg = BytesIO()
    clean.save(jpeg, "JPEG", quality=85, optimize=True)
    return Developed(
        jpeg=jpeg.getvalue(),
        width=clean.width,
        height=clean.height,
        said=said,
        is_uniform=_is_uniform(clean),
        hashes=list(_hashes(clean)),
    )


def _refuse_polyglots(content: bytes) -> None:
    """Only what pixels say is kept of a file, but one that was built to be two things is not taken at all."""
    lowered = content.lower()
    if any(tongue in lowered for tongue in OTHER_TONGUES) or zipfile.is_zipfile(BytesIO(content)):
        raise Unusable("more_than_a_photo")


def _opened(content: bytes) -> Image.Image:
    """The picture with its header read and its pixels counted, none of them decoded yet."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the stricter bound, and says so in its own words
    pillow_heif.register_heif_opener()
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unusable("not_a_photo") from error
    except PARSER_ERRORS as error:
        raise Unusable("unreadable_photo") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise Unusable("too_many_pixels")
    if min(picture.size) < LEAST_SIDE_PX:
        raise Unusable("too_small")
    # A JPEG or HEIC of a phone often carries a second picture, a depth map or a preview: only the first one counts.
    if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
        raise Unusable("moving_picture")
    return picture


def _redrawn(picture: Image.Image) -> Image.Image:
    """The pixels upright, at most 2,048 a side, on a fresh canvas that knows nothing of the file."""
    try:
        picture.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except PARSER_ERRORS as error:
        raise Unusable("unreadable_photo") from error
    upright.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", upright.size, "white")
    opaque = upright.convert("RGBA") if upright.has_transparency_data else upright.convert("RGB")
    canvas.paste(opaque, mask=opaque if opaque.mode == "RGBA" else None)
    return canvas


# What the camera said


def _said(picture: Image.Image) -> Said:
    """Nothing where the EXIF is missing or broken: a picture is still a picture without it."""
    try:
        exif = picture.getexif()
        details, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except PARSER_ERRORS:
        return Said()
    latitude = _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    # A camera without a fix writes zeros, and nobody photographs the Gulf of Guinea for Chengdu.
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return Said(_moment(details))
    return Said(_moment(details), latitude, longitude)


def _moment(details: Mapping[int, Any]) -> str:
    """ISO 8601, with the offset from UTC where the camera wrote one."""
    written = str(details.get(ExifTags.Base.DateTimeOriginal, ""))
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, ""))
    with contextlib.suppress(ValueError):
        local = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007, the offset follows
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(f"{local.isoformat()}{offset}").isoformat()
        return local.isoformat()
    return ""


def _degrees(place: Mapping[int, Any], tag: int, side_tag: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[tag])
        value = degrees + minutes / 60 + seconds / 3600
    except PARSER_ERRORS:
        return None
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return -value if str(place.get(side_tag, "")).upper().startswith(negative) else value


# Knowing a picture again


def _is_uniform(picture: Image.Image) -> bool:
    greys = picture.convert("L").resize((32, 32), Image.Resampling.LANCZOS)
    return ImageStat.Stat(greys).stddev[0] < UNIFORM_BELOW


def _hashes(picture: Image.Image) -> Iterator[tuple[int, int]]:
    """Difference hashes of the whole picture and of the ways in which its edges are likely to be trimmed.

    Measured on the 7 sample photos and 40 drawn ones, each trimmed by up to 5 % a side in nine ways, halved in size and
    saved as JPEG of quality 40: of 128 bits at most 14 differ from the nearest trim, while of two different pictures 35
    or more do. A hash of the whole picture alone cannot tell: there a trim changes up to 20 of 64 bits by dHash, 32 by
    pHash and 24 by the wavelet hash, as many as separate different pictures.
    """
    small = picture.convert("L").resize((HASHED_SIDE_PX, HASHED_SIDE_PX), Image.Resampling.LANCZOS)
    for left, top, right, bottom in TRIMS:
        part = small.crop(
            (
                round(HASHED_SIDE_PX * left),
                round(HASHED_SIDE_PX * top),
                round(HASHED_SIDE_PX * (1 - right)),
                round(HASHED_SIDE_PX * (1 - bottom)),
            )
        )
        yield _signed(dhash(part)), _signed(dhash_vertical(part))


def _signed(value: ImageHash) -> int:
    """The 64 bits as PostgreSQL's bigint holds them."""
    return int.from_bytes(bytes.fromhex(str(value)), signed=True)


# The process


def main(sent: BinaryIO, answer: BinaryIO) -> None:
    """Reads a file, answers with a line of JSON and, where the file was usable, the clean picture after it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    try:
        developed = develop(sent.read())
    except Unusable as unusable:
        answer.write(json.dumps({"unusable": unusable.reason}).encode())
        return
    told = asdict(developed)
    jpeg = told.pop("jpeg")
    answer.write(json.dumps(told).encode() + b"\n" + jpeg)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
