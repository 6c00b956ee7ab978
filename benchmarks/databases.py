"""The databases of a bench run: all on one server, all named `bench_…`, each made anew before it is used."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import environ
import psycopg2

PREPARED = "bench_prepared"
"""Migrated, with the catalogue and nothing else; every benchmark begins with a copy of it."""
PORTAL = "bench_portal"
LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


class Databases:
    """The databases of the server that a `DATABASE_URL` names; the one that it names is never touched."""

    def __init__(self, url: str) -> None:
        self.server, _slash, _name = url.partition("?")[0].rpartition("/")
        self.options = url.partition("?")[2]

    def url(self, name: str) -> str:
        return f"{self.server}/{name}{f'?{self.options}' if self.options else ''}"

    def environment(self, name: str) -> dict[str, str]:
        """What libpq reads: enough for an opponent, for pgbench and for psql."""
        parts = environ.Env.db_url_config(self.url(name))
        return {variable: str(parts[part]) for part, variable in LIBPQ.items() if parts.get(part)}

    def make(self, name: str, *, template: str = "template1") -> None:
        """Drops the database with everything in it and makes it anew, empty or as a copy."""
        with self.as_owner() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            # What was left to be written is written before the next run is measured.
            cursor.execute("CHECKPOINT")

    def settle(self, name: str) -> None:
        """Vacuums and analyses rows that were just loaded; autovacuum would do it a minute later, amid the runs."""
        with self.as_owner(name) as cursor:
            cursor.execute("VACUUM (ANALYZE)")

    def analyse(self, name: str, *tables: str) -> None:
        """Brings the statistics of tables up to date, and has what was left to be written written."""
        with self.as_owner(name) as cursor:
            for table in tables:
                cursor.execute(f"ANALYZE {table}")
            cursor.execute("CHECKPOINT")

    @contextmanager
    def opponents(self, name: str) -> Iterator[str]:
        """An opponent's own database, empty, for the time of the block."""
        database = f"bench_{name}"
        self.make(database)
        try:
            yield database
        finally:
            with self.as_owner() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def settings(self) -> dict[str, str]:
        """The server's version, how it commits, and what it was started with."""
        with self.as_owner() as cursor:
            cursor.execute(
                """
                SELECT name, current_setting(name) FROM pg_settings
                WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum')
                   OR source = 'command line' AND name NOT LIKE '%director%'
                ORDER BY name
                """
            )
            return dict(cursor.fetchall())

    @contextmanager
    def as_owner(self, database: str = "postgres") -> Iterator[Any]:
        """A cursor for what the portal's role has no right to."""
        parts = environ.Env.db_url_config(self.url(database))
        place = {name.lower(): parts[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if parts.get(name)}
        with closing(psycopg2.connect(dbname=parts["NAME"], **place)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
