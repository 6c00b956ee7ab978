"""Pictures to send: the real samples where they are, and drawn ones that look like nothing else."""

import os
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

AT_ONCE = {"HEIF": {"enc_params": {"preset": "ultrafast"}}}
"""How a format is written whose encoder would else weigh each pixel: what is tested is the file around them."""
SAMPLES = Path(os.environ.get("PORTAL_SAMPLES", str(Path(__file__).parents[3] / "shared" / "data")))


def sample(name: str) -> bytes:
    """A real photo that nobody on this project took; the test is skipped where the samples are not there."""
    path = SAMPLES / "photos" / name
    if not path.exists():
        pytest.skip(f"no sample {name}: PORTAL_SAMPLES names no folder with it")
    return path.read_bytes()


def drawn(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture of soft colours and some shapes; another seed, another picture."""
    chance = random.Random(seed)
    coarse = Image.new("RGB", (6, 5))
    coarse.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(30)])
    picture = coarse.resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(8):
        x, y, reach = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(30, 160)
        colour = tuple(chance.randrange(256) for _ in range(3))
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)
    return picture


def as_file(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **AT_ONCE.get(kind, {}), **options)
    return written.getvalue()


def copied(content: bytes, *, trim: float = 0.05, scale: float = 0.7, quality: int = 50) -> bytes:
    """What somebody makes of another's photo: trimmed all around, made smaller and saved again."""
    picture = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")
    across, down = round(picture.width * trim / 2), round(picture.height * trim / 2)
    part = picture.crop((across, down, picture.width - across, picture.height - down))
    small = part.resize((round(part.width * scale), round(part.height * scale)))
    return as_file(small, quality=quality)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that asks for gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
