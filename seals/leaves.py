"""The leaves of a day: one for each row that was written on it, always in the same order and the same bytes."""

import hmac
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import connection, transaction

from common.city_time import day_span
from seals.merkle import leaf_hash
from seals.sources import SealedRows

BLIND_BYTES = 16


class Leaf(NamedTuple):
    row_id: int
    hashed: bytes


def leaves(source: SealedRows, day: date, salt: bytes) -> Iterator[Leaf]:
    """A source's leaves, by row, read in portions out of the caller's snapshot; needs a transaction."""
    query = f"""
        SELECT sealed.row_id, sealed.plain::text, sealed.personal, salt.salt, kept.digest
        FROM ({source.query}) AS sealed (row_id, plain, citizen_id, personal)
        LEFT JOIN seals_citizensalt AS salt ON salt.citizen_id = sealed.citizen_id
        LEFT JOIN seals_keptdigest AS kept ON kept.source = %(source)s AND kept.row_id = sealed.row_id
        ORDER BY sealed.row_id
    """  # noqa: S608, a query of this program alone
    for row_id, plain, personal, citizen_salt, kept in _rows(query, {"source": source.name, **_span(day)}):
        digest = kept or _digest(personal, citizen_salt)
        blind = hmac.digest(salt, f"{source.name}/{row_id}".encode(), "sha256")[:BLIND_BYTES].hex()
        yield Leaf(row_id, leaf_hash(f'["{source.name}",{row_id},{plain},"{digest}","{blind}"]'.encode()))


def salt_citizens(sources: Sequence[SealedRows], day: date) -> None:
    """Gives a salt to every citizen whose values the day's rows hold and who has none yet."""
    with connection.cursor() as cursor:
        for source in sources:
            cursor.execute(
                f"""
                INSERT INTO seals_citizensalt (citizen_id, salt)
                SELECT citizen_id, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
                FROM (
                    SELECT DISTINCT citizen_id FROM ({source.query}) AS sealed (row_id, plain, citizen_id, personal)
                    WHERE citizen_id IS NOT NULL
                ) AS somebody
                ON CONFLICT DO NOTHING
                """,  # noqa: S608, a query of this program alone
                _span(day),
            )


def digest_of(personal: str, salt: bytes) -> str:
    return hmac.digest(salt, personal.encode(), sha256).hex()


def _digest(personal: str | None, salt: bytes | None) -> str:
    """Empty where there is nothing personal, or where nothing is left that could be digested."""
    return digest_of(personal, bytes(salt)) if personal is not None and salt is not None else ""


def _span(day: date) -> dict[str, datetime | str]:
    since, until = day_span(day)
    return {"since": since, "until": until}


def _rows(
    query: str, parameters: dict[str, datetime | str]
) -> Iterator[tuple[int, str, str | None, bytes | None, str | None]]:
    """Through a cursor of the server's, so that a day of a million rows needs no memory here."""
    assert connection.in_atomic_block, "a cursor of the server's lives in a transaction"
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        yield from cursor
