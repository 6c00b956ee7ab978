"""The links of a drill: what passes, what is swallowed, and who is told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from faults.links import Link, Wires
from tests.processes import wait_until


class Echo:
    """A server that says its name before what it is told; it knows who is connected."""

    def __init__(self, path: Path, name: bytes) -> None:
        self.path = path
        self.name = name
        self.connected = 0
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(path))
        self.listening.listen()
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listening.accept()
                threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        self.connected += 1
        with client, suppress(OSError):
            while told := client.recv(100):
                client.sendall(self.name + told)
        self.connected -= 1


@pytest.fixture
def wires() -> Iterator[Wires]:
    wires = Wires()
    yield wires
    wires.close()


@pytest.fixture
def first(tmp_path_factory) -> Echo:
    return Echo(tmp_path_factory.mktemp("s") / "first", b"first:")


@pytest.fixture
def link(wires, first) -> Link:
    return wires.link(first.path)


def connect(link: Link) -> socket.socket:
    return socket.create_connection(("127.0.0.1", link.port), 0.5)


def ask(client: socket.socket, words: bytes = b"hello") -> bytes:
    client.sendall(words)
    return client.recv(100)


def test_link_passes_on_what_is_said_in_both_directions(link, first):
    with connect(link) as client:
        assert [ask(client), ask(client, b"again")] == [b"first:hello", b"first:again"]

    wait_until(lambda: first.connected == 0, "the server hears that its client has gone", 5)


def test_cut_link_swallows_what_is_sent_and_tells_nobody(link, first):
    with connect(link) as client:
        ask(client)
        link.cut()

        with pytest.raises(TimeoutError):
            ask(client)
        with connect(link) as late, pytest.raises(TimeoutError):
            ask(late)
    assert first.connected == 1


def test_mended_link_resets_who_was_connected_and_does_not_tell_the_server(link, first):
    with connect(link) as client:
        ask(client)
        link.cut()
        link.mend()

        with pytest.raises(ConnectionError):
            ask(client)
    with connect(link) as another:
        assert ask(another) == b"first:hello"
        assert first.connected == 2


def test_link_that_is_led_to_another_server_resets_who_was_connected(link, first, tmp_path_factory):
    second = Echo(tmp_path_factory.mktemp("s") / "second", b"second:")
    with connect(link) as client:
        ask(client)
        link.lead_to(second.path)
        wait_until(lambda: first.connected == 0, "the first server is told", 5)

    with connect(link) as another:
        assert ask(another) == b"second:hello"


def test_link_to_a_server_that_is_not_there_is_reset(wires, tmp_path):
    with connect(wires.link(tmp_path / "nobody")) as client, suppress(ConnectionError):
        assert ask(client) == b""
