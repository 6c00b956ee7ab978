"""Makes a clean JPEG out of a sent picture, with what its EXIF said and the hashes that know it again.

Pure, and without Django: it runs in a process of its own (common/pictures/darkroom.py), as
`python -m evidence.developing` with the sent file on standard input.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from PIL import ExifTags, Image, ImageStat

from common.pictures.cleaning import answer, as_jpeg, opened, redrawn
from common.pictures.exif import Directory, Exif, exif_of
from evidence.camera_clock import times_of

# Degrees, minutes, seconds; and to how many places a degree is kept.
PARTS_OF_A_DEGREE = (1, 60, 3600)
PLACES = 6
# Two photos of a real scene differ by far more grey than this; below it a hash tells only of the camera's noise.
UNIFORM_BELOW = 6.0
HASHED_SIDE_PX = 256
BITS_A_SIDE = 8
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


@dataclass(frozen=True, slots=True)
class Said:
    """What the camera wrote: local times with their offset where given, and a position in WGS-84.

    `existed_at`, where it does not say when it was taken, is when there was such a picture already.
    """

    taken_at: str = ""
    existed_at: str = ""
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
    picture = opened(content)
    clean = redrawn(picture)
    return Developed(
        jpeg=as_jpeg(clean),
        width=clean.width,
        height=clean.height,
        said=_said(exif_of(picture)),
        is_uniform=_is_uniform(clean),
        hashes=list(_hashes(clean)),
    )


# What the camera said


def _said(exif: Exif) -> Said:
    """Each part by itself: a picture is still a picture without it."""
    times = times_of(exif)
    taken_at, existed_at = (moment.isoformat() if moment else "" for moment in (times.taken, times.existed))
    latitude = _degrees(exif.place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(exif.place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    # A camera without a fix writes zeros, and nobody photographs the Gulf of Guinea for Chengdu.
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return Said(taken_at, existed_at)
    return Said(taken_at, existed_at, latitude, longitude)


def _degrees(place: Directory, tag: int, side_tag: int, negative: str, most: int) -> float | None:
    """In degrees, to about a decimetre; nothing where one of degrees, minutes and seconds is no number."""
    parts = place[tag].ratios() if tag in place else []
    if not 1 <= len(parts) <= len(PARTS_OF_A_DEGREE):
        return None
    value = Fraction(0)
    for part, divisor in zip(parts, PARTS_OF_A_DEGREE, strict=False):
        if part is None:
            return None
        value += part / divisor
    if not 0 <= value <= most:
        return None
    side = place[side_tag].text() if side_tag in place else ""
    return round(float(-value if side.upper().startswith(negative) else value), PLACES)


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
        yield _across(part), _down(part)


def _across(picture: Image.Image) -> int:
    """The difference hash as Neal Krawetz wrote it down: of 9 by 8 greys, which are brighter than their left neighbour.

    Written out, because a library of hashes brings NumPy, whose loading took longer than all that is done to a photo.
    """
    side = BITS_A_SIDE
    greys = picture.resize((side + 1, side), Image.Resampling.LANCZOS).tobytes()
    places = (row * (side + 1) + column for row in range(side) for column in range(side))
    return _signed(greys[place] < greys[place + 1] for place in places)


def _down(picture: Image.Image) -> int:
    """Of 8 by 9 greys, which are brighter than the one above."""
    side = BITS_A_SIDE
    greys = picture.resize((side, side + 1), Image.Resampling.LANCZOS).tobytes()
    return _signed(greys[place] < greys[place + side] for place in range(side * side))


def _signed(bits: Iterable[bool]) -> int:
    """The 64 bits, the first one highest, as PostgreSQL's bigint holds them."""
    value = int("".join("01"[bit] for bit in bits), 2)
    return value - (1 << BITS_A_SIDE**2) if value >> (BITS_A_SIDE**2 - 1) else value


# The process


def told(content: bytes) -> tuple[dict[str, Any], bytes]:
    """What is known of a photo, and its clean picture. Raises `Unusable`."""
    developed = asdict(develop(content))
    jpeg: bytes = developed.pop("jpeg")
    return developed, jpeg


if __name__ == "__main__":
    answer(told, sys.stdin.buffer, sys.stdout.buffer)
