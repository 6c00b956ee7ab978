"""What stands for the lines of a version: a SHA-256 over all that they say in their order, reckoned by the database."""

from django.db import connection

HASH = """
    encode(sha256(convert_to(coalesce(string_agg(
        jsonb_build_array(line.nth, line."table", line.source, line.starts_on, line.ends_on, line."values", line.units)
        ::text, E'\\n' ORDER BY line.nth), ''), 'UTF8')), 'hex')
"""
"""SQL over rows of `projects_reportline AS line`."""


def lines_sha256(version_id: int) -> str:
    """Of the lines as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HASH} FROM projects_reportline AS line WHERE version_id = %s", [version_id])  # noqa: S608
        return str(cursor.fetchone()[0])
