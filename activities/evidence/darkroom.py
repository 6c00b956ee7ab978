"""Develops a sent file in a process of its own, with bounds on memory and time.

Decoders are written in C and have had their holes: one that crashes, hangs or eats memory takes a child down, not the
web process, and the child knows neither the database's address nor any secret.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from activities.evidence.developing import Developed, Said, Unusable

PATIENCE_S = 30
# Hashing a small picture needs no threads, and each would count its own stack against the bound on memory.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
DEVELOPING = ("-m", "activities.evidence.developing")


def develop(content: bytes, *, program: Sequence[str] = DEVELOPING) -> Developed:
    """The clean picture. Raises `Unusable`, also where the child came to grief over the file."""
    try:
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
    line, _newline, jpeg = done.stdout.partition(b"\n")
    return _developed(json.loads(line), jpeg)


def _developed(told: dict[str, Any], jpeg: bytes) -> Developed:
    if "unusable" in told:
        raise Unusable(told["unusable"])
    said, hashes = Said(**told.pop("said")), [(across, down) for across, down in told.pop("hashes")]
    return Developed(jpeg=jpeg, said=said, hashes=hashes, **told)
