"""Keeps test processes that run beside each other apart: a database of the broker and a data folder for each.

Loaded by `-p` in pyproject.toml, before the settings are read. pytest-django gives each a database of PostgreSQL.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
"""What pytest-xdist calls this process: gw0, gw1 …; empty when it runs alone."""


def broker_beside(redis_url: str, place: int) -> str:
    """The address of a later database of the same Redis. Celery's broadcasts stay in their database, too."""
    if redis_url.startswith("unix:"):
        address, _sep, number = redis_url.partition("?db=")
        return f"{address}?db={int(number or 0) + place}"
    parts = urlsplit(redis_url)
    return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + place}").geturl()


if PROCESS:
    os.environ["REDIS_URL"] = broker_beside(os.environ["REDIS_URL"], int(PROCESS.removeprefix("gw")))
    folder = Path(os.environ["PORTAL_DATA"]) / PROCESS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PORTAL_DATA"] = str(folder)
