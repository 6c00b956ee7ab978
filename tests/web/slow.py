"""Clients that send or read slowly: what each kind says, and then waits."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

TOKEN = "a" * 32
BIG_FILE = "/static/bootstrap/css/bootstrap.css.map"
SAID = {
    "headers": b"GET / HTTP/1.1\r\nHost: loc",
    "bodies": (
        b"POST /language/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Cookie: csrftoken=%b\r\nContent-Length: 1000000\r\n\r\nn" % TOKEN.encode()
    ),
    "reads": b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % BIG_FILE.encode() * 8,
}


ADDRESSES = {"headers": "127.0.0.2", "bodies": "127.0.0.3", "reads": "127.0.0.4"}
"""Each kind comes from an address of its own; who asks for pages has another."""


@contextmanager
def slow_clients(kind: str, count: int, port: int) -> Iterator[list[socket.socket]]:
    """So many connections of a kind, which stay open on this side."""
    with ExitStack() as opened:
        yield [opened.enter_context(_slow_client(kind, port)) for _each in range(count)]


def seconds_of_pages(count: int, port: int, path: str = "/about/") -> list[float]:
    """Asks for so many pages, each on a connection of its own, and sees each answered."""
    return [_seconds_of_page(port, path) for _each in range(count)]


def waits(client: socket.socket) -> bool:
    """Whether the other side keeps the connection open; who reads slowly is not asked for what has come."""
    client.setblocking(False)
    try:
        return client.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _slow_client(kind: str, port: int) -> socket.socket:
    client = socket.socket()
    if kind == "reads":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.bind((ADDRESSES[kind], 0))
    client.connect(("127.0.0.1", port))
    client.sendall(SAID[kind])
    return client


def _seconds_of_page(port: int, path: str) -> float:
    began = time.monotonic()
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        page.request("GET", path, headers={"Host": "localhost"})
        answer = page.getresponse()
        assert (answer.status, bool(answer.read())) == (200, True)
    finally:
        page.close()
    return time.monotonic() - began
