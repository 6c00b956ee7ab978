"""How much memory and processor time developing a large photo takes, in the process that decodes it.

    .venv/bin/python -m benchmarks.darkroom [WIDTH HEIGHT]

Draws a picture with detail, upright and lying on its side, in each format that is taken, and prints what the child says
of itself when it is done: its peak of resident memory.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image

from common.pictures.cleaning import MOST_PIXELS
from common.pictures.darkroom import ENVIRONMENT

ROOT = Path(__file__).parents[1]
# As the darkroom starts it; then the peak and the seconds, on the other channel.
DEVELOPING = """
import resource, runpy, sys
runpy.run_module("evidence.developing", run_name="__main__")
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
used = resource.getrusage(resource.RUSAGE_SELF)
print(peak, used.ru_utime + used.ru_stime, file=sys.stderr)
"""
WIDTH, HEIGHT = 9_280, 6_944
ON_ITS_SIDE = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
MEGABYTE = 1024**2

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": 85}),
    "JPEG, progressive": ("JPEG", {"quality": 85, "progressive": True}),
    "JPEG, progressive 4:4:4": ("JPEG", {"quality": 85, "progressive": True, "subsampling": 0}),
    "PNG": ("PNG", {"compress_level": 1}),
    "WebP": ("WEBP", {"method": 0}),
    "HEIC": ("HEIF", {"quality": 50}),
}


def main(width: int = WIDTH, height: int = HEIGHT) -> None:
    assert width * height <= MOST_PIXELS
    pillow_heif.register_heif_opener()
    picture = _picture(width, height)
    for name, content in _files(picture):
        peak, seconds, answer = _develop(content)
        line = f"{name:36} {len(content) / MEGABYTE:6.1f} MB file {peak:6.0f} MB peak {seconds:5.1f} s  {answer}\n"
        sys.stdout.write(line)


def _picture(width: int, height: int) -> Image.Image:
    size = width // 64, height // 64
    coarse = Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1]))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


def _files(picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    for name, (kind, options) in KINDS.items():
        for held, exif in (("", b""), (", on its side", ON_ITS_SIDE)):
            written = BytesIO()
            picture.save(written, kind, **options, **({"exif": exif} if exif else {}))
            yield name + held, written.getvalue()
    written = BytesIO()
    picture.convert("RGBA").save(written, "PNG", compress_level=1)
    yield "PNG with transparency", written.getvalue()


def _develop(content: bytes) -> tuple[float, float, str]:
    """The child's peak in megabytes, its processor time, and the beginning of what it said."""
    program = [sys.executable, "-c", DEVELOPING]
    done = subprocess.run(program, cwd=ROOT, env=ENVIRONMENT, input=content, capture_output=True, check=True)
    peak_kb, seconds = done.stderr.split()[-2:]
    return int(peak_kb) / 1024, float(seconds), done.stdout[:32].decode(errors="replace")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
