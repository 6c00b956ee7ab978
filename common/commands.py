"""Commands that ask the portal's tables: where these are missing, a sentence and exit status 2 instead of a trace."""

import sys
from typing import Any

from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

NOT_READY = 2
"""The exit status where nothing was looked at."""


class PortalCommand(BaseCommand):
    """Runs only on a database that has all of this version's tables."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        found = trouble()
        if found:
            raise CommandError(found, returncode=NOT_READY)
        return super().execute(*args, **options)


def run(words: list[str]) -> None:
    """As Django's command line. Commands of others say in the same sentence what the database lacks."""
    try:
        execute_from_command_line(words)
    except Error:
        found = no_answer() if words[1:2] == ["migrate"] else trouble()
        if not found:
            raise
        sys.stderr.write(f"CommandError: {found}\n")
        sys.exit(NOT_READY)


def trouble() -> str:
    """What keeps this version from working on its database; empty when nothing does."""
    return no_answer() or _no_tables()


def no_answer() -> str:
    """Empty when the database answers."""
    try:
        connection.ensure_connection()
    except Error as error:
        return f"the database does not answer: {str(error).strip().splitlines()[0]}"
    return ""


def _no_tables() -> str:
    if not MigrationRecorder(connection).has_table():
        return "this database is empty: bin/serve sets it up, and so does bin/manage migrate"
    if not _may_read():
        return (
            "the role of DATABASE_URL has no rights to the tables yet: bin/manage migrate or grant_runtime gives them"
        )
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"this database lacks {missing} migrations of this version: run migrate first" if missing else ""


def _may_read() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('django_migrations', 'SELECT')")
        return bool(cursor.fetchone()[0])
