"""What the figures were measured on: the machine, the versions, the server's settings, the revision, the day."""

import os
import platform
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import django

from benchmarks.databases import Databases
from chengdu_carbon.supervisor import ROOT


def facts(databases: Databases, now: datetime) -> dict[str, Any]:
    settings = databases.settings()
    return {
        "measured_at": now.isoformat(timespec="seconds"),
        "revision": _revision(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": _named(Path("/proc/cpuinfo"), "model name"),
        "memory": _named(Path("/proc/meminfo"), "MemTotal"),
        "system": platform.platform(),
        "postgresql": settings.pop("server_version"),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql_settings": settings,
    }


def line(machine: dict[str, Any]) -> str:
    versions = (f"{name} {machine[name.lower()]}" for name in ("PostgreSQL", "Python", "Django"))
    host = f"{machine['cores']} cores of {machine['processor']}, {machine['memory']}"
    return f"{host} · {', '.join(versions)} · {machine['revision']} · {machine['measured_at']}"


def _revision() -> str:
    """The commit, marked when files differ from it; empty outside of a clone."""
    asked = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _named(path: Path, name: str) -> str:
    """What a file under /proc says after a name."""
    for text in path.read_text().splitlines():
        key, _colon, value = text.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"
