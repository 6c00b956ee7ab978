"""The owner of the tables: a role of its own, by which tables are made and changed and nothing else is done.

Where `DATABASE_OWNER_URL` is not given there is one role for everything, as there was before there were two.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error, connection

ADDRESS = ("USER", "PASSWORD", "HOST", "PORT")


def is_apart() -> bool:
    """Whether the owner is another role than the one that runs the portal."""
    return bool(settings.DATABASE_OWNER)


@contextmanager
def as_owner() -> Iterator[None]:
    """Within the block this thread's connection is that of who makes tables. Not within a transaction.

    However long it reckons between two statements, it is not ended for being idle.
    Raises CommandError where the owner does not get in, or may make none.
    """
    if not is_apart():
        _demand_owner()
        _say("SET idle_in_transaction_session_timeout = 0")
        yield
        _say("RESET idle_in_transaction_session_timeout")
        return
    runtime = connection.settings_dict
    owner = settings.DATABASE_OWNER
    options = {**runtime["OPTIONS"], **owner.get("OPTIONS", {})}
    connection.close()
    connection.settings_dict = {**runtime, **{part: owner[part] for part in ADDRESS}, "OPTIONS": options}
    try:
        _get_in()
        _demand_owner()
        _say("SET idle_in_transaction_session_timeout = 0")
        yield
    finally:
        connection.close()
        connection.settings_dict = runtime


def _get_in() -> None:
    try:
        connection.ensure_connection()
    except Error as error:
        said = str(error).strip().splitlines()[0]
        raise CommandError(f"the database of DATABASE_OWNER_URL does not answer: {said}") from error


def _demand_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, has_schema_privilege(current_schema(), 'CREATE')")
        role, may = cursor.fetchone()
    if not may:
        raise CommandError(
            f"the role {role} may make no tables: set DATABASE_OWNER_URL to the address of the one that owns them"
        )


def _say(of_the_session: str) -> None:
    """Nothing behind a pooler, where the session is somebody else's next, and the limit is the role's."""
    if settings.TRANSACTION_POOLER:
        return
    with connection.cursor() as cursor:
        cursor.execute(of_the_session)
