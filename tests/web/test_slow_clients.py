"""Whoever sends or reads slowly stops nobody, with no other server in front."""

import socket
import time

import pytest

from tests.web.slow import ADDRESSES, SAID, TOKEN, seconds_of_pages, slow_clients, waits

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 200


@pytest.mark.parametrize("kind", SAID)
def test_twelve_of_them_stop_nobody(web, kind):
    with slow_clients(kind, 12, web.port) as clients:
        took = seconds_of_pages(20, web.port)
        assert all(waits(client) for client in clients)
    print(f"12 slow {kind}: slowest of 20 pages {max(took):.3f} s")


@pytest.mark.parametrize("kind", ["headers", "reads"])
def test_two_hundred_stop_nobody_either(web, kind):
    with slow_clients(kind, MANY, web.port) as clients:
        took = seconds_of_pages(20, web.port)
        assert len(clients) == MANY
    print(f"{MANY} slow {kind}: slowest of 20 pages {max(took):.3f} s")


def test_bodies_that_never_come_are_not_waited_for_for_ever(web):
    with slow_clients("bodies", MANY, web.port) as clients:
        for client in clients:
            client.settimeout(120)
            assert client.recv(100_000).startswith(b"HTTP/1.1 403 ")
    seconds_of_pages(20, web.port)


def test_whoever_shares_their_address_and_sends_steadily_is_not_taken_for_one_of_them(web):
    """A house behind one address: somebody sends a photo, a neighbour holds more bodies back than may wait."""
    size = 500_000
    head = (
        f"POST /display/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-CSRFToken: {TOKEN}\r\nCookie: csrftoken={TOKEN}\r\nContent-Length: {size}\r\n\r\n"
    )
    with slow_clients("bodies", 26, web.port), socket.socket() as client:
        client.bind((ADDRESSES["bodies"], 0))
        client.connect(("127.0.0.1", web.port))
        client.settimeout(60)
        client.sendall(head.encode() + b"text=large&x=")
        for piece in [b"x" * 50_000] * 9 + [b"x" * (size - 450_000 - len("text=large&x="))]:
            time.sleep(0.5)
            client.sendall(piece)
        answer = client.recv(100_000)

    assert answer.startswith(b"HTTP/1.1 302 ")
    assert b" text=large;" in answer


@pytest.mark.parametrize(
    ("path", "kind", "sent"),
    [
        ("/display/", "application/x-www-form-urlencoded", b"text=large&page=%2Fab"),
        (
            "/display/",
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nla',
        ),
    ],
)
def test_form_that_does_not_arrive_whole_is_not_done(web, path, kind, sent):
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nX-CSRFToken: {TOKEN}\r\n"
        f"Cookie: csrftoken={TOKEN}\r\nContent-Length: {len(sent) + 20}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", web.port), timeout=60) as client:
        client.sendall(head.encode() + sent)
        client.shutdown(socket.SHUT_WR)
        answer = client.recv(100_000)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b" text=large;" not in answer


def test_whole_form_is_done_and_its_connection_kept(web):
    sent = b"text=large"
    head = (
        f"POST /display/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-CSRFToken: {TOKEN}\r\nCookie: csrftoken={TOKEN}\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", web.port), timeout=60) as client:
        for _twice in range(2):
            client.sendall(head.encode() + sent)
            answer = client.recv(100_000)
            assert answer.startswith(b"HTTP/1.1 302 ")
            assert b" text=large;" in answer
