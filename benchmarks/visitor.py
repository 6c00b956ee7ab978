"""A visitor of the web process: `python -m benchmarks.visitor MODULE:FUNCTION ARGUMENTS` with ARGUMENTS in JSON.

Plain sockets and no framework, so that a request costs the visitor next to nothing: on two cores they share the
machine with what they measure. An answer of another status than the wanted one ends the visitor, and so the benchmark.
"""

import json
import select
import socket
import sys
from collections.abc import Mapping
from importlib import import_module

from benchmarks import stopwatch

HEAD_END = b"\r\n\r\n"
PIECE = 1 << 18
PATIENCE_SECONDS = 60.0


class Visitor:
    """One connection, kept; one request at a time. While other sides have their turn the server closes it."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.port = port
        self.socket = self._connected()
        self.headers = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())

    def get(self, path: str, more: str = "") -> bytes:
        """The body of a page that is there."""
        return self._ask(f"GET {path} HTTP/1.1\r\n{self.headers}{more}\r\n".encode(), 200)

    def post(self, path: str, body: bytes, more: str = "", *, wanted: int = 200) -> bytes:
        """The body of the answer; `more` are headers of this request alone."""
        head = f"POST {path} HTTP/1.1\r\n{self.headers}{more}Content-Length: {len(body)}\r\n\r\n"
        return self._ask(head.encode() + body, wanted)

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _ask(self, request: bytes, wanted: int) -> bytes:
        if self._is_closed():
            self.socket.close()
            self.socket = self._connected()
        self.socket.sendall(request)
        answer = self.socket.recv(PIECE)
        while HEAD_END not in answer:
            answer += self._more()
        head, _end, body = answer.partition(HEAD_END)
        while len(body) < _length(head):
            body += self._more()
        status = int(head[9:12])
        if status != wanted:
            raise ValueError(f"{request[:80]!r} is answered with {status}: {body[:500]!r}")
        return body

    def _is_closed(self) -> bool:
        """Between two requests there is nothing to read but the end."""
        return bool(select.select([self.socket], [], [], 0)[0])

    def _more(self) -> bytes:
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError("the web process closed the connection")
        return piece


def _length(head: bytes) -> int:
    _before, _name, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0])


def main(place: str, arguments: str) -> None:
    module, _colon, function = place.partition(":")
    stopwatch.answer(getattr(import_module(module), function)(**json.loads(arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
