"""Every advisory lock of the portal: a lock that is of no row, each kind in a space of its own.

With the locks of rows they are taken in one order, which stands in ARCHITECTURE.md, and end with their transaction.
"""

from enum import IntEnum

KEY_BITS = 56
"""Below the space's number. Rows are numbered from 1 on: 2**56 of them are never reached."""


class Space(IntEnum):
    """What a lock is of. A number is given once: processes of two releases must mean the same by it."""

    SUBMISSIONS = 0
    """One submission of a citizen at a time; the key is the citizen's number, as it was before there were spaces."""
    TABLE_RIGHTS = 1
    """Two hosts that grant rights at once would trip over each other's words; one key, 0."""
    UNIT_NUMBERS = 2
    """Issuances get their numbers one after the other; one key, 0."""
    PROJECT_NUMBERS = 3
    """Projects get their numbers one after the other; one key, 0."""
    POOLING = 4
    """Acts of citizens are pooled by one at a time; one key, 0."""
    ROLLUPS = 5
    """Days of the city are summed and published by one at a time; one key, 0."""


def until_commit(space: Space, key: str = "0") -> str:
    """The call in SQL that takes the lock until its transaction ends; `key` is SQL too, from 0 to 2**56 - 1."""
    return f"pg_advisory_xact_lock({space << KEY_BITS}::bigint | {key})"
