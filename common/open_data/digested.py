"""A table as it is sent, with its tag: that of a small one is the digest of its rows, another for each other row."""

import hashlib
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.http import StreamingHttpResponse

from common.csv_stream import PIECE_BYTES
from common.open_data.fields import Row, Table
from common.open_data.sending import FORMS

EDITION = "1"
"""Of how rows are written. Another one when that changes, so that no copy of before passes for today's."""
IN_MEMORY_BYTES = 1 << 20
DIGITS = 32


def digested(table: Table, form: str) -> tuple[StreamingHttpResponse, str]:
    """The file and the digest of its rows. They are read once, so that the tag is that of what is sent."""
    digest = _begun(table)

    def passing() -> Iterator[Row]:
        for row in table.rows():
            digest.update(repr(row).encode())
            yield row

    response = FORMS[form](table._replace(rows=passing))
    pieces = cast("Iterator[bytes]", response.streaming_content)
    response.streaming_content = _again(_kept(pieces))
    return response, digest.hexdigest()[:DIGITS]


def digest_of(table: Table) -> tuple[str, int]:
    """The digest alone, and how many rows there are."""
    digest, rows = _begun(table), 0
    for row in table.rows():
        digest.update(repr(row).encode())
        rows += 1
    return digest.hexdigest()[:DIGITS], rows


def tag_of(table: Table, *written: object) -> str:
    """A tag by what was last written of a long table, of which no row is read for it."""
    tag = _begun(table)
    tag.update(repr([str(one) for one in written]).encode())
    return tag.hexdigest()[:DIGITS]


def _begun(table: Table) -> "hashlib._Hash":
    return hashlib.sha256(repr((EDITION, [field.name for field in table.fields])).encode())


def _kept(pieces: Iterator[bytes]) -> IO[bytes]:
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115, closed when it is sent
    for piece in pieces:
        file.write(piece)
    file.seek(0)
    return file


def _again(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
