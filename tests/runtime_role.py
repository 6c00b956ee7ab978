"""The role that runs the portal, on the tests' database; the tests themselves are the owner."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import environ
import psycopg2
import pytest
from django.db import connection

from common import table_rights


def runtime_url() -> str:
    """The address by which the role reaches the tests' database; a server of somebody else's may have no such role."""
    url = os.environ.get("DATABASE_RUNTIME_URL")
    if not url:
        pytest.skip("bin/test has one role: set DATABASE_OWNER_URL too, for the tests of two")
    parts = urlsplit(url)
    folder, _slash, _name = parts.path.rpartition("/")
    return urlunsplit(parts._replace(path=f"{folder}/{connection.settings_dict['NAME']}"))


def runtime_address() -> dict[str, Any]:
    return dict(environ.Env.db_url_config(runtime_url()))


def give_rights() -> str:
    """As the owner, what the role is to have; returns its name."""
    role = str(runtime_address()["USER"])
    with connection.cursor() as cursor:
        table_rights.grant(cursor, role)
    return role


@contextmanager
def runtime_cursor() -> Iterator[Any]:
    """A cursor of the role, each statement a transaction of its own."""
    address = runtime_address()
    opened = psycopg2.connect(
        host=address["HOST"] or None,
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"] or None,
        dbname=address["NAME"],
    )
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            yield cursor
    finally:
        opened.close()


@contextmanager
def as_runtime() -> Iterator[None]:
    """Within the block Django's own connection is the role's."""
    owner = connection.settings_dict
    address = {part: runtime_address()[part] for part in ("USER", "PASSWORD", "HOST", "PORT")}
    connection.close()
    connection.settings_dict = {**owner, **address}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = owner
