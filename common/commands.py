"""Commands that ask the portal's tables: where these are missing, a sentence and exit status 2 instead of a trace."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

NOT_READY = 2
"""The exit status where nothing was looked at."""


class PortalCommand(BaseCommand):
    """Runs only on a database that has all of this version's tables."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        trouble = _trouble()
        if trouble:
            raise CommandError(trouble, returncode=NOT_READY)
        return super().execute(*args, **options)


def _trouble() -> str:
    try:
        if not MigrationRecorder(connection).has_table():
            return "this database is empty: bin/serve sets it up, and so does bin/manage migrate"
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InterfaceError) as error:
        return f"the database does not answer: {str(error).strip().splitlines()[0]}"
    return f"this database lacks {missing} migrations of this version: run migrate first" if missing else ""
