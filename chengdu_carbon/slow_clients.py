"""What a client that sends or reads slowly may hold of a web process: no thread for long, and never all of them.

A thread that reads a body waits in the server's own code until the body has come, and only the connection's end ends
that. So a connection is closed for reading whose body is waited for too long, or the longest while too many wait. The
server tells nobody which connection a request came by: it is known by its address, and by how long nothing was sent on
it. An answer is handed over whole, and the server sends it by itself.
"""

import os
import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import BufferedReader, RawIOBase
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

THREADS = 16
"""Of a web process, one for each request that is being answered."""
WAIT_AT_ONCE = 12
"""How many of them may wait for a body for longer than a moment."""
MOMENT_S = 2.0
LOOK_EVERY_S = 0.5
PIECE_BYTES = 64 * 1024
PIECE_WITHIN_S = 15.0
WHOLE_WITHIN_S = 300.0
"""A phone that sends a photo of 15 MB in this time sends 50 kB a second."""
AT_ONCE_BYTES = 4 * 1024 * 1024
"""More than any page or file that everybody may ask for."""

Environ = dict[str, Any]
Portal = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
TCP_LAST_DATA_SENT = struct.Struct("44xI")
"""Of Linux's `tcp_info`: how many milliseconds ago something was sent."""


class UnfinishedBody(OSError):
    """Less came than was announced. Django takes it for a client that is gone, and does nothing with what came."""


class Source(Protocol):
    """The server's `wsgi.input`, as far as it is used."""

    def read(self, size: int, /) -> bytes: ...


def held_by_no_client(portal: Portal) -> Portal:
    """The portal, kept from waiting for those who send and read slowly."""

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH", "")
        if announced.isdecimal() and announced != "0":
            body = Arriving(environ["wsgi.input"], int(announced), environ["REMOTE_ADDR"])
            environ["wsgi.input"] = BufferedReader(body, PIECE_BYTES)
        return at_once(portal(environ, start_response))

    return application


class Arriving(RawIOBase):
    """The body of one request, as it comes. Raises `UnfinishedBody`."""

    def __init__(self, source: Source, announced: int, address: str) -> None:
        self.address = address
        self.since = self.until = 0.0
        """Since when it is waited for, and until when the piece must be there."""
        self._source = source
        self._left = announced

    def readable(self) -> bool:
        return True

    def readinto(self, room: "WriteableBuffer", /) -> int:
        view = memoryview(room).cast("B")
        size = min(len(view), PIECE_BYTES, self._left)
        if not size:
            return 0
        piece = self._piece(size)
        if len(piece) < size:
            self._left = 0
            raise UnfinishedBody("the body ended before its end")
        self._left -= size
        view[:size] = piece
        return size

    def _piece(self, size: int) -> bytes:
        now = monotonic()
        self.since = self.since or now
        self.until = min(now + PIECE_WITHIN_S, self.since + WHOLE_WITHIN_S)
        _waiting.enter(self)
        try:
            return self._source.read(size)
        finally:
            _waiting.leave(self)


class Waiting:
    """Which bodies are waited for in this process, those first whose piece is waited for the longest."""

    def __init__(self) -> None:
        self._bodies: dict[int, Arriving] = {}
        self._lock = Lock()
        self._watch: Thread | None = None

    def enter(self, body: Arriving) -> None:
        with self._lock:
            self._bodies[id(body)] = body
            if not self._watch:
                self._watch = Thread(target=self._keep_ending, name="slow bodies", daemon=True)
                self._watch.start()

    def leave(self, body: Arriving) -> None:
        with self._lock:
            self._bodies.pop(id(body), None)

    def _keep_ending(self) -> None:
        while True:
            sleep(LOOK_EVERY_S)
            now = monotonic()
            for body in self._late(now):
                end_silent_connections(body.address, now - body.since)

    def _late(self, now: float) -> list[Arriving]:
        with self._lock:
            bodies = list(self._bodies.values())
        too_many = len(bodies) - WAIT_AT_ONCE
        return [
            body
            for place, body in enumerate(bodies)
            if body.until < now or (place < too_many and body.until - PIECE_WITHIN_S + MOMENT_S < now)
        ]


def end_silent_connections(address: str, seconds: float) -> None:
    """Lets the connections of this process from an address read their end on which nothing was sent for so long."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if not str(entry.readlink()).startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as connection:
                if _came_from(connection, address) and _silent_s(connection) >= seconds:
                    connection.shutdown(socket.SHUT_RD)


def _came_from(connection: socket.socket, address: str) -> bool:
    place = connection.getpeername()
    return isinstance(place, tuple) and str(place[0]) == address


def _silent_s(connection: socket.socket) -> float:
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_LAST_DATA_SENT.size)
    (milliseconds,) = TCP_LAST_DATA_SENT.unpack(told)
    return float(milliseconds / 1000)


def at_once(answer: Iterable[bytes]) -> Iterable[bytes]:
    """The answer as a list, which holds no thread while it is sent; what is longer goes on as it comes."""
    pieces, size, rest = [], 0, iter(answer)
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size > AT_ONCE_BYTES:
            return Longer(pieces, rest, answer)
    close(answer)
    return pieces


class Longer:
    """An answer whose beginning was looked at."""

    def __init__(self, pieces: list[bytes], rest: Iterator[bytes], answer: Iterable[bytes]) -> None:
        self._pieces, self._rest, self._answer = pieces, rest, answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        yield from self._rest

    def close(self) -> None:
        close(self._answer)


def close(answer: Iterable[bytes]) -> None:
    if done := getattr(answer, "close", None):
        done()


_waiting = Waiting()
