"""A Django project around an opponent's app: its database is where libpq looks, its connection is kept."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command


def enter(*apps: str, **own: Any) -> None:
    """Django with these apps, and the settings that they ask for."""
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"], "CONN_MAX_AGE": None}
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="only-for-benchmarks",  # noqa: S106
        USE_TZ=True,
        **own,
    )
    django.setup()


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)
