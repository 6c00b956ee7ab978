"""Pictures of few bytes that ask for much work."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from common.pictures import jpeg
from tests.evidence.pictures import as_file, drawn

PNG = b"\x89PNG\r\n\x1a\n"


def repeated_scans(number: int = 15_000, side: int = 3000) -> bytes:
    """A progressive JPEG of about 300 kB whose smallest scan, a dozen bytes, comes again and again."""
    content = as_file(Image.new("RGB", (side, side), "gray"), progressive=True, quality=10)
    segments = list(jpeg.segments_of(content))
    scans = [segment for segment in segments if segment.marker == jpeg.SCAN]
    smallest = min(scans, key=lambda scan: scan.end - scan.start)
    again = content[smallest.start : smallest.end]
    return content[: scans[-1].end] + again * number + content[segments[-1].start :]


def run_of_marks(length: int = 1_000_000) -> bytes:
    """A JPEG in whose scan the byte that begins a marker stands a million times, and no marker after it."""
    content = as_file(drawn())
    return content[:-2] + b"\xff" * length + bytes(4) + content[-2:]


def restart_intervals(number: int = 1_000_000) -> bytes:
    content = as_file(drawn())
    return content[:2] + b"\xff\xdd\x00\x04\x00\x00" * number + content[2:]


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(chunks: bytes, *, side: int = 400) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes((side * 3 + 1) * side)))
    return PNG + header + chunks + pixels + chunk(b"IEND")


def packed(kind: bytes, unpacked: int) -> bytes:
    """A chunk of words or colours that unpacks to so many bytes."""
    return chunk(kind, b"x\0\0" + zlib.compress(bytes(unpacked), 9))


def boxes(number: int = 1_800_000) -> bytes:
    return struct.pack(">L", 16) + b"ftypheic\0\0\0\0" + (struct.pack(">L", 8) + b"free") * number


def riff(number: int = 1_700_000) -> bytes:
    return b"RIFF" + struct.pack("<L", 4 + 8 * number) + b"WEBP" + (b"ABCD" + bytes(4)) * number


def moving(kind: str, frames: int = 200) -> bytes:
    written = BytesIO()
    pictures = [drawn(seed, (256, 256)) for seed in range(frames)]
    pictures[0].save(written, kind, save_all=True, append_images=pictures[1:])
    return written.getvalue()


def interlaced() -> bytes:
    """Pixels in seven rounds: as an empty PNG with its interlace bit set; Pillow writes none."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 6000, 6000, 8, 2, 0, 0, 1))
    rows = zlib.compress(bytes(6000 * 3 * 6000 + 60_000), 9)
    return PNG + header + chunk(b"IDAT", rows) + chunk(b"IEND")


def many_pixels() -> bytes:
    """A photo that is taken, and keeps a decoder busy for a second or two: a PNG of 60 million pixels."""
    return as_file(Image.effect_noise((1500, 1000), 60).resize((9000, 6600), Image.Resampling.NEAREST), "PNG")
