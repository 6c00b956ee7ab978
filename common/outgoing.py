"""Asking another server something: over TLS, within a time, for an answer of bounded size; no redirect is followed.

Told apart is what matters to whoever pays for the deed: whether the request has certainly not left, or may have been
read. Plain HTTP goes to this machine alone, for a server of a test or of a demonstration.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from common.loopback import is_safe

CONNECTED_WITHIN_S = 2.0
ANSWERED_WITHIN_S = 4.0
MOST_BYTES = 64 * 1024
PORTS = {"http": 80, "https": 443}


class NotSent(Exception):
    """Nothing of the request has left: there is no such name, no connection, or no trust in who answered."""


class NotAnswered(Exception):
    """The request may have been read and done; no whole answer came in time, or none that is HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    within_s: float = ANSWERED_WITHIN_S,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """The answer, whatever its status. `within_s` is for all of it but the look-up of the name.

    Raises NotSent, NotAnswered. Neither names the address, which may hold what is secret.
    """
    if not is_safe(url):
        raise NotSent("the address is not one of TLS")
    parts, deadline = urlsplit(url), time.monotonic() + within_s
    with _connected(parts, min(CONNECTED_WITHIN_S, within_s)) as line:
        try:
            _write(line, parts, method, headers, body, deadline)
            return _read(line, method, deadline, most_bytes)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotAnswered(type(error).__name__) from None


def _connected(parts: SplitResult, within_s: float) -> socket.socket:
    try:
        host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
        line = socket.create_connection((host, port), timeout=within_s)
    except (OSError, ValueError) as error:
        raise NotSent(type(error).__name__) from None
    if parts.scheme == "http":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except OSError as error:
        line.close()
        raise NotSent(type(error).__name__) from None


def _write(
    line: socket.socket, parts: SplitResult, method: str, headers: Mapping[str, str], body: bytes, deadline: float
) -> None:
    request = http.client.HTTPConnection(str(parts.hostname))
    request.sock = line
    line.settimeout(_left_s(deadline))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": parts.netloc, "Connection": "close", **headers}.items():
        request.putheader(name, value)
    request.putheader("Content-Length", str(len(body)))
    request.endheaders(body)


def _read(line: socket.socket, method: str, deadline: float, most_bytes: int) -> Answer:
    response = http.client.HTTPResponse(cast("socket.socket", _Source(line, deadline, most_bytes)), method=method)
    response.begin()
    return Answer(response.status, response.read())


class _Source(io.RawIOBase):
    """What `http.client` reads instead of the socket: ends at the deadline, however slowly bytes drip, and in size."""

    def __init__(self, line: socket.socket, deadline: float, most_bytes: int) -> None:
        self._line, self._deadline, self._left = line, deadline, most_bytes

    def makefile(self, *_how: Any) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left_s(self._deadline))
        count = self._line.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise http.client.HTTPException("the answer is too large")
        return count


def _left_s(deadline: float) -> float:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return left_s
