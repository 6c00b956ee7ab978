"""Whether the database's disk has room: asked by using some, for only the server knows its disk."""

from django.db import connection, transaction

ROWS_OF_8_KB = 2000
"""16 MB, as much as a segment of PostgreSQL's log; written to a temporary file, which goes with the statement."""


def ask() -> None:
    """Raises `django.db.OperationalError` where the disk is full."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute(
            """
            WITH wide AS MATERIALIZED (SELECT repeat('x', 8000) FROM generate_series(1, %s))
            SELECT count(*) FROM wide
            """,
            [ROWS_OF_8_KB],
        )
