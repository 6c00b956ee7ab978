"""Brings messages, static files and the database up to date, in one process that loads Django once.

Run by the commands inside the environment: `prepare.py` for all of it, `prepare.py assets` without the database,
`prepare.py assets tables` with its tables and nothing in them.
"""

import fcntl
import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"


def main(parts: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        compile_translations()
        django.setup()
        collect_static()
    if "tables" in parts:
        call_command("migrate", interactive=False, verbosity=0)
    elif "assets" not in parts:
        demand_safe_settings()
        prepare_database()


def compile_translations() -> None:
    from chengdu_carbon.translations import compile_messages

    compile_messages()


def collect_static() -> None:
    """Collect when a file was added, changed or removed since the last time."""
    stamp = BUILD / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    lines = [str(settings.STATIC_ROOT), settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list(None):
            status = os.stat(storage.path(name))
            lines.append(f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def demand_safe_settings() -> None:
    from portal import production  # its modules need the apps to be loaded

    production.demand()


def prepare_database() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("load_quiz", verbosity=0)
    call_command("load_city", verbosity=0)
    call_command("load_trophies", verbosity=0)
    call_command("load_roles", verbosity=0)
    sign_ins = Path(os.environ["PORTAL_DATA"]) / "sign_ins.txt"
    sign_ins.unlink(missing_ok=True)
    if settings.DEBUG and not os.environ.get("PORTAL_EMPTY"):
        call_command("load_demo", verbosity=0)
        sign_ins.write_text(demo_sign_ins())


def demo_sign_ins() -> str:
    from simulation import demonstration  # its module may need the apps to be loaded

    return " · ".join(demonstration.sign_ins())


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    main(sys.argv[1:])
