"""Reads a sent file in a process of its own, with bounds on memory and time.

Decoders are written in C and have had their holes: one that crashes, hangs or eats memory takes a child down, not the
web process, and the child knows neither the database's address nor any secret.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from common import turns
from common.pictures.cleaning import Unusable

PATIENCE_S = 30
ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
CLEANING = ("-m", "common.pictures.cleaning")


def clean_copies(content: bytes, *, longest_sides_px: Sequence[int]) -> list[bytes]:
    """A clean JPEG for each longest side, the largest first. Raises `Unusable`."""
    told, pictures = run((*CLEANING, *map(str, longest_sides_px)), content)
    made = []
    for length in told["lengths"]:
        made.append(pictures[:length])
        pictures = pictures[length:]
    return made


def run(program: Sequence[str], content: bytes) -> tuple[dict[str, Any], bytes]:
    """What a program of ours told of a file, and the pictures that it made.

    Raises `Unusable`, also where the child came to grief over the file; `NoTurn` where too many are at it.
    """
    try:
        with turns.heavy.taken():
            done = subprocess.run(  # noqa: S603, our own program; the file goes in as data
                [sys.executable, *program],
                cwd=settings.BASE_DIR,
                env=ENVIRONMENT,
                input=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE_S,
                check=True,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unusable("unreadable_photo") from error
    line, _newline, pictures = done.stdout.partition(b"\n")
    told = json.loads(line)
    if "unusable" in told:
        raise Unusable(told["unusable"])
    return told, pictures
