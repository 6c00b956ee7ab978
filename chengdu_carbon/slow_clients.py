"""What a client that sends or reads slowly may hold of a web process: no thread for long, and never all of them.

A thread that reads a body waits in the server's own code until the body has come, and only the connection's end ends
that. So a connection is closed for reading whose body is waited for too long, or the longest while too many wait. The
server tells nobody which connection a request came by: it is known by its address, by how long nothing was sent on it,
and by how little came since its piece is waited for; so whoever shares the address and sends steadily is not taken for
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
Received = dict[str, int]
"""How many bytes have come in all, by connection."""
TCP_TOLD = struct.Struct("44xI80xQ")
"""Of Linux's `tcp_info`: how many milliseconds ago something was sent, and how many bytes have come in all."""


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
        self.asked = 0
        """How large that piece is."""
        self.before: Received | None = None
        """What had come on each connection shortly after it was asked for."""
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
        self.asked, self.before = size, None
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
            with self._lock:
                bodies = list(self._bodies.values())
            if any(body.before is None for body in bodies):
                told = received()
                for body in bodies:
                    body.before = told if body.before is None else body.before
            now = monotonic()
            for body in self._late(bodies, now):
                end_silent_connections(body, now - body.since)

    @staticmethod
    def _late(bodies: list[Arriving], now: float) -> list[Arriving]:
        too_many = len(bodies) - WAIT_AT_ONCE
        return [
            body
            for place, body in enumerate(bodies)
            if body.until < now or (place < too_many and body.until - PIECE_WITHIN_S + MOMENT_S < now)
        ]


def end_silent_connections(body: Arriving, seconds: float) -> None:
    """Lets those connections read their end by which a body may have come that is waited for so long."""
    for name, connection in _connections():
        silent_s, came = _told(connection)
        before = (body.before or {}).get(name)
        # By the connection itself less has come than was asked for; one that is younger is none that is waited for.
        if before is not None and came - before < body.asked and silent_s >= seconds:
            with suppress(OSError):  # nobody is at the other end any more
                if connection.getpeername()[0] == body.address:
                    connection.shutdown(socket.SHUT_RD)


def received() -> Received:
    return {name: _told(connection)[1] for name, connection in _connections()}


def _connections() -> Iterator[tuple[str, socket.socket]]:
    """The connections of this process, each by a name that no other has while it is open."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            name = str(entry.readlink())
            if name.startswith("socket:"):
                with socket.socket(fileno=os.dup(int(entry.name))) as connection:
                    if connection.type == socket.SOCK_STREAM and connection.family in (socket.AF_INET, socket.AF_INET6):
                        yield name, connection


def _told(connection: socket.socket) -> tuple[float, int]:
    """For how many seconds nothing was sent, and how many bytes have come."""
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_TOLD.size)
    milliseconds, came = TCP_TOLD.unpack(told.ljust(TCP_TOLD.size, b"\0"))
    return milliseconds / 1000, came


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
