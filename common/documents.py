"""Tells a PDF that is only to be read from one that does something, cannot be looked into, or is no PDF at all.

Pure, and without Django: it runs in a process of its own (`common/pictures/darkroom.py`), as
`python -m common.documents` with the sent file on standard input. It is a sieve and no proof, since readers of PDF take
what no rule knows: whoever hands such a file on does so as a download that is of no page's origin.
"""

import re
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from common.pictures.cleaning import Unusable, answer
from common.pictures.polyglots import ends_as_archive

BEGINS = b"%PDF-"
HEAD = re.compile(rb"%PDF-[12]\.\d")
TAIL = re.compile(rb"%%EOF\s*\Z")
STREAM = re.compile(rb"(?<![A-Za-z])stream(?:\r\n|\n|\r)")
STREAM_ENDS = b"endstream"
DICTIONARY = 2048
"""Bytes before a stream in which its dictionary stands."""
PACKED_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z])")
FILTERS = re.compile(rb"/Filter\s*(?:\[\s*)?/(\w+)(?:\s*/(\w+))?")
MOST_UNPACKED = 32 * 1024**2
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
NAME = re.compile(rb"/([A-Za-z0-9]+)")
ACTING = frozenset(
    {
        *(b"JavaScript", b"JS", b"Launch", b"SubmitForm", b"ImportData", b"RichMedia", b"XFA"),
        *(b"EmbeddedFile", b"EmbeddedFiles", b"GoToE", b"Movie", b"Rendition"),
    }
)
"""Names by which a document runs something, sends something or carries another file."""
LOCKED = b"Encrypt"


NO_DOCUMENT, UNREADABLE, LOCKED_UP, DOES_SOMETHING = "no_document", "unreadable", "locked_up", "does_something"
"""Why one is `Unusable`, as a stable code."""
LOOKING = ("-m", "common.documents")
"""What the darkroom runs."""


def judged(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Nothing is said of a document that is only to be read. Raises `Unusable`."""
    if not HEAD.match(content) or not TAIL.search(content[-1024:]) or ends_as_archive(content):
        raise Unusable(NO_DOCUMENT)
    for text in _texts(content):
        names = set(NAME.findall(ESCAPED.sub(_unescaped, text)))
        if LOCKED in names:
            raise Unusable(LOCKED_UP)
        if names & ACTING:
            raise Unusable(DOES_SOMETHING)
    return {}, b""


def _texts(content: bytes) -> Iterator[bytes]:
    """What is written as objects: all that stands outside of streams, and what streams of objects hold."""
    at = 0
    while found := STREAM.search(content, at):
        dictionary = content[max(at, found.start() - DICTIONARY) : found.start()]
        yield content[at : found.start()]
        end = content.find(STREAM_ENDS, found.end())
        if end < 0:
            raise Unusable(UNREADABLE)
        if PACKED_OBJECTS.search(ESCAPED.sub(_unescaped, dictionary)):
            yield _unpacked(dictionary, content[found.end() : end])
        at = end + len(STREAM_ENDS)
    yield content[at:]


def _unpacked(dictionary: bytes, packed: bytes) -> bytes:
    """Packed in another way than everybody packs it, nobody looks into it here. Raises `Unusable`."""
    filters = FILTERS.search(ESCAPED.sub(_unescaped, dictionary))
    if filters is None:
        return packed
    if filters.group(1) != b"FlateDecode" or filters.group(2):
        raise Unusable(UNREADABLE)
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MOST_UNPACKED)
    except zlib.error as error:
        raise Unusable(UNREADABLE) from error
    if unpacking.unconsumed_tail:
        raise Unusable(UNREADABLE)
    return text


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found.group(1), 16)])


if __name__ == "__main__":
    answer(judged, sys.stdin.buffer, sys.stdout.buffer)
